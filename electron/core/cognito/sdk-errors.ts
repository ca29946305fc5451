import type { AppError, Technical } from '#contract/app-error.ts';
import { regionOfPoolId } from '#contract/fields.ts';
import { AppFailure } from '../app-failure.ts';
import { systemCodeOf } from '../network/system-code.ts';
import { secretsIn, type ProfileRecord } from '../profiles/profile-record.ts';
import { redact } from '../redact.ts';
import { hostOf } from '../network/destination.ts';

/** What was being done when the SDK threw. */
export type SendContext = {
  /** API name, e.g. `SignUp`. */
  readonly operation: string;
  readonly profile: ProfileRecord;
  /** A lost reply leaves open whether the request was carried out. */
  readonly write: boolean;
  /** Everything secret that was sent besides what the profile holds: AWS echoes some of it in its messages. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
};

/** The parts of an SDK error that say something. All of them come from outside. */
type Thrown = {
  readonly name: string;
  /** As it came: for telling errors apart, never to be handed on. */
  readonly message: string;
  /** The same without secrets: whatever is handed on comes from here. */
  readonly shown: string;
  readonly systemCode: string | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly attempts: number | null;
  readonly fromService: boolean;
  /** A proxy's own answer in place of a way to AWS, so that the request has not been sent. */
  readonly fromProxy: boolean;
};

/**
 * The meaning of an error of the AWS SDK. The error's name decides; where one name covers several problems, the text
 * does. Names come from AWS's service model (2016-04-18); texts from public reports of real pools.
 */
export function toAppError(cause: unknown, context: SendContext): AppError {
  if (cause instanceof AppFailure) return cause.error;
  if (context.signal.aborted) return { code: 'cancelled' };
  const thrown = readThrown(cause, [...secretsIn(context.profile), ...context.secrets]);
  const meaning =
    fromService(thrown, context) ?? fromCredentials(thrown, context) ?? fromNetwork(thrown, context);
  return { ...(meaning ?? { code: 'unexplained' }), technical: technical(thrown, context) };
}

type Meaning = AppError | null;

// --- Replies of Cognito -------------------------------------------------------------------------------------------

function fromService(thrown: Thrown, context: SendContext): Meaning {
  if (!thrown.fromService) return null;
  const { message, shown } = thrown;
  switch (thrown.name) {
    case 'NotAuthorizedException':
      return notAuthorized(thrown, context);
    case 'InvalidParameterException':
      return invalidParameter(thrown);
    case 'ResourceNotFoundException':
      return notFound(message, context);
    case 'UserNotFoundException':
      return { code: 'user-not-found' };
    case 'UserNotConfirmedException':
      return { code: 'user-not-confirmed' };
    case 'PasswordResetRequiredException':
      return { code: 'password-reset-required' };
    case 'UsernameExistsException':
      return { code: 'username-taken', what: takenIdentifier(message) };
    case 'AliasExistsException':
      return { code: 'alias-taken', what: takenAlias(message) };
    case 'InvalidPasswordException':
      // At sign-in no rule is checked; cognito-local uses this name there for a wrong password.
      if (signsIn(context)) return { code: 'wrong-credentials' };
      return { code: 'password-rejected', rule: after(shown, 'policy:') };
    case 'RefreshTokenReuseException':
      return { code: 'session-over', reason: 'reused' };
    case 'UnauthorizedException':
      // RevokeToken: another app client, or its secret is not the right one.
      return { code: 'client-secret-mismatch' };
    case 'PasswordHistoryPolicyViolationException':
      return { code: 'password-reused' };
    case 'CodeMismatchException':
    case 'EnableSoftwareTokenMFAException':
      return { code: 'code-mismatch' };
    case 'ExpiredCodeException':
      // "Your software token has already been used once."
      return /already been used/i.test(message) ? { code: 'code-used' } : { code: 'code-expired' };
    case 'TooManyFailedAttemptsException':
      return { code: 'too-many-attempts' };
    case 'LimitExceededException':
      return /\b(?:email|sms|message)s?\b/i.test(message)
        ? { code: 'message-limit' }
        : { code: 'too-many-attempts' };
    case 'TooManyRequestsException':
    case 'ThrottlingException':
    case 'Throttling':
    case 'RequestLimitExceeded':
      return { code: 'throttled', retryAfter: 5 };
    case 'ForbiddenException':
      return { code: 'blocked-by-firewall' };
    case 'OperationNotEnabledException':
    case 'FeatureUnavailableInTierException':
    case 'UnsupportedOperationException':
    // cognito-local's word for an operation that it lacks.
    case 'Unsupported':
      return { code: 'not-enabled-here' };
    case 'InvalidEmailRoleAccessPolicyException':
      return { code: 'pool-misconfigured', setting: 'email' };
    case 'InvalidSmsRoleAccessPolicyException':
    case 'InvalidSmsRoleTrustRelationshipException':
      return { code: 'pool-misconfigured', setting: 'sms' };
    case 'InvalidUserPoolConfigurationException':
      return { code: 'pool-misconfigured', setting: 'pool' };
    case 'UnsupportedUserStateException':
      return { code: 'state-not-fitting' };
    case 'CodeDeliveryFailureException':
      return { code: 'code-not-delivered' };
    case 'UserLambdaValidationException':
      return hookRefused(shown);
    case 'UnexpectedLambdaException':
    case 'InvalidLambdaResponseException':
      return { code: 'hook-broken' };
    case 'MFAMethodNotFoundException':
    case 'SoftwareTokenMFANotFoundException':
      return { code: 'no-second-step' };
    case 'AccessDeniedException':
    // The word of STS, when a role of the AWS profile cannot be taken on.
    case 'AccessDenied':
      return mfaRefused(message, context) ?? accessDenied(shown, context);
    // STS again: a serial number that does not even look like one.
    case 'ValidationError':
      return message.includes("'serialNumber' failed") ? wrongDevice(context) : null;
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'MissingAuthenticationTokenException':
    case 'IncompleteSignatureException':
      return { code: 'aws-keys-invalid', awsProfile: awsProfileOf(context) };
    case 'ExpiredTokenException':
    case 'ExpiredToken':
      return { code: 'aws-session-expired', awsProfile: awsProfileOf(context), sso: false };
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      return /expired|not yet current/i.test(message)
        ? { code: 'clock-wrong', minutesOff: minutesOff(message) }
        : { code: 'aws-keys-invalid', awsProfile: awsProfileOf(context) };
    case 'RequestExpired':
      return { code: 'clock-wrong', minutesOff: minutesOff(message) };
    default:
      return thrown.status !== null && thrown.status >= 500 ? { code: 'aws-fault' } : null;
  }
}

const signsIn = ({ operation }: SendContext): boolean => /^(?:Admin)?InitiateAuth$/.test(operation);

function notAuthorized({ message, shown }: Thrown, context: SendContext): Meaning {
  if (/password attempts exceeded/i.test(message)) return { code: 'attempts-exceeded' };
  if (/user is disabled/i.test(message)) return { code: 'user-disabled' };
  if (/temporary password has expired/i.test(message)) return { code: 'temporary-password-expired' };
  if (/invalid session|session is expired/i.test(message)) {
    return { code: 'session-expired', why: /only be used once/i.test(message) ? 'used' : 'expired' };
  }
  // "Client X is configured with secret but SECRET_HASH was not received", and its older wording.
  if (/configured (?:with|for) (?:a )?secret but/i.test(message)) return { code: 'client-secret-missing' };
  if (/secret ?hash|configured without secret|not configured (?:with|for) (?:a )?secret/i.test(message)) {
    return { code: 'client-secret-mismatch' };
  }
  if (/password cannot be reset/i.test(message)) return { code: 'reset-not-possible' };
  if (/signup is not permitted/i.test(message)) return { code: 'sign-up-closed' };
  if (/current status is confirmed/i.test(message)) return { code: 'already-confirmed' };
  if (/unauthorized attribute|attribute.*not (?:authorized|permitted|allowed)/i.test(message)) {
    return { code: 'attribute-rejected', attribute: attributeIn(shown), why: 'read-only' };
  }
  const token = /(?:refresh|access) token/i.test(message);
  if (token && /required scopes/i.test(message)) return { code: 'scope-missing' };
  if (token && /has expired/i.test(message)) return { code: 'session-over', reason: 'ended' };
  if (token && /revoked/i.test(message)) return { code: 'session-over', reason: 'revoked' };
  if (token && /invalid/i.test(message)) return { code: 'session-over', reason: 'not-accepted' };
  if (/incorrect username or password/i.test(message)) return { code: 'wrong-credentials' };
  // cognito-local's text for a name that it does not know.
  if (/^user not authorized$/i.test(message)) {
    return signsIn(context) ? { code: 'wrong-credentials' } : { code: 'user-not-found' };
  }
  return null;
}

function invalidParameter({ message, shown }: Thrown): Meaning {
  if (/cannot reset password for the user/i.test(message)) return { code: 'no-verified-address' };
  if (/flow not enabled for this client/i.test(message)) return { code: 'flow-not-enabled' };
  if (/already confirmed/i.test(message)) return { code: 'already-confirmed' };
  if (/phone number format/i.test(message)) {
    return { code: 'attribute-rejected', attribute: 'phone_number', why: 'format' };
  }
  if (/email address format/i.test(message)) {
    return { code: 'attribute-rejected', attribute: 'email', why: 'format' };
  }
  if (/cannot be of email format/i.test(message)) return { code: 'username-form', expects: 'not-email' };
  if (/username should be (?:either )?an email or/i.test(message)) {
    return { code: 'username-form', expects: 'email-or-phone' };
  }
  if (/username should be an email/i.test(message)) return { code: 'username-form', expects: 'email' };
  if (/username should be a phone/i.test(message)) return { code: 'username-form', expects: 'phone' };
  if (/did not conform to the schema/i.test(message)) {
    const detail = after(message, 'schema:') ?? message;
    const why = /required/i.test(detail)
      ? 'missing'
      : /does not exist|could not be determined|no attribute/i.test(detail)
        ? 'unknown'
        : /mutable|read-only/i.test(detail)
          ? 'read-only'
          : 'format';
    return { code: 'attribute-rejected', attribute: attributeIn(after(shown, 'schema:') ?? shown), why };
  }
  if (/attribute.*cannot be (?:updated|changed|written|modified)/i.test(message)) {
    return { code: 'attribute-rejected', attribute: attributeIn(shown), why: 'read-only' };
  }
  return null;
}

function notFound(message: string, { profile }: SendContext): Meaning {
  const places = {
    region: profile.region,
    poolRegion: profile.poolId === null ? null : regionOfPoolId(profile.poolId),
  };
  return /\bclient\b/i.test(message)
    ? { code: 'client-not-found', ...places }
    : { code: 'pool-not-found', ...places };
}

/** "PreSignUp failed with error We only take company addresses." */
function hookRefused(message: string): Meaning {
  const match = /^(\w+) failed with error (.*)$/s.exec(message);
  return {
    code: 'hook-refused',
    trigger: match?.[1] ?? null,
    text: (match?.[2] ?? message).trim().slice(0, 500),
  };
}

/**
 * "User: arn:… is not authorized to perform: cognito-idp:AdminGetUser on resource: arn:… because no identity-based
 * policy allows the … action", or "… with an explicit deny in a service control policy".
 */
function accessDenied(message: string, { operation }: SendContext): Meaning {
  return {
    code: 'access-denied',
    action: /perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? `cognito-idp:${operation}`,
    resource: /on resource: (\S+)/.exec(message)?.[1] ?? null,
    explicit: /with an explicit deny/i.test(message),
  };
}

/**
 * STS on the second step of a role: "MultiFactorAuthentication failed with invalid MFA one time pass code." and
 * "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and
 * associated with this user."
 */
function mfaRefused(message: string, context: SendContext): Meaning {
  if (!/MultiFactorAuthentication failed/i.test(message)) return null;
  return /serial number/i.test(message)
    ? wrongDevice(context)
    : { code: 'mfa-refused', reason: 'code', awsProfile: awsProfileOf(context) };
}

const wrongDevice = (context: SendContext): Meaning => ({
  code: 'mfa-refused',
  reason: 'device',
  awsProfile: awsProfileOf(context),
});

function takenIdentifier(message: string): 'username' | 'email' | 'phone_number' {
  if (/\bemail\b/i.test(message)) return 'email';
  return /phone/i.test(message) ? 'phone_number' : 'username';
}

function takenAlias(message: string): 'email' | 'phone_number' | 'address' {
  const what = takenIdentifier(message);
  return what === 'username' ? 'address' : what;
}

/** The attribute that a message names: "given_name: The attribute is required", "Attribute custom:team …". */
function attributeIn(message: string): string | null {
  const named =
    /^((?:dev:)?(?:custom:)?[\w.-]+): /.exec(message) ??
    /((?:custom:)?[\w.-]+): (?:the )?attribute/i.exec(message) ??
    /\battributes? (?:named |for |of )?[{'"]?((?:dev:)?(?:custom:)?[\w.-]*[_:][\w.-]+|email|name|birthdate|gender|locale|nickname|picture|profile|website|zoneinfo|address)\b/i.exec(
      message,
    ) ??
    /\b((?:dev:)?custom:[\w.-]+)/.exec(message);
  return named?.[1] ?? null;
}

/** "Signature expired: 20261124T100000Z is now earlier than 20261124T102000Z (20261124T102500Z - 5 min.)" */
function minutesOff(message: string): number | null {
  const stamps = [...message.matchAll(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/g)].map(
    ([, year, month, day, hour, minute, second]) =>
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)),
  );
  const ours = stamps[0];
  // The last stamp is AWS's own time; the one in the middle already has the tolerance taken off.
  const theirs = stamps.at(-1);
  if (ours === undefined || theirs === undefined || stamps.length < 2) return null;
  return Math.round((ours - theirs) / 60_000);
}

// --- AWS access ---------------------------------------------------------------------------------------------------

function fromCredentials(thrown: Thrown, context: SendContext): Meaning {
  if (!/^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(thrown.name)) return null;
  const { message } = thrown;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(message)) {
    return { code: 'unreachable', host: hostOf(context.profile), reason: 'other' };
  }
  // What a shell says of a `credential_process` whose program it does not know.
  if (/^Command failed:.*(?:command not found|: not found|is not recognized|No such file)/s.test(message)) {
    return { code: 'lookup-access-missing', reason: 'no-program' };
  }
  // This text ends in the profile's name, and many a profile is called "company-sso".
  if (/^could not resolve credentials using profile/i.test(message)) {
    return { code: 'lookup-access-missing', reason: 'not-found' };
  }
  const sso = /\bSSO\b/i.test(message);
  if (sso || /token is expired|returned expired|session.*expired|failed to load token/i.test(message)) {
    return { code: 'aws-session-expired', awsProfile: awsProfileOf(context), sso };
  }
  return { code: 'lookup-access-missing', reason: 'not-found' };
}

function awsProfileOf({ profile }: SendContext): string | null {
  return profile.access?.kind === 'aws-profile' ? profile.access.name : null;
}

// --- The way to AWS -----------------------------------------------------------------------------------------------

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|ERR_TLS|ERR_SSL/;
/** The request was on its way when the connection ended, so it may have been carried out. */
const lostReply = /^(?:ECONNRESET|EPIPE)$/;
/** A gateway says so after it has passed the request on: AWS's answer was broken, or did not come in time. */
const gatewayStatus: ReadonlySet<number | null> = new Set([502, 504]);

function fromNetwork(thrown: Thrown, { profile, write }: SendContext): Meaning {
  const host = hostOf(profile);
  const { name, message } = thrown;
  const systemCode = thrown.systemCode ?? '';

  if (certificateCodes.test(systemCode)) return { code: 'intercepted', host, reason: 'certificate' };
  if (thrown.status === 407) return { code: 'intercepted', host, reason: 'proxy-login' };
  // What it says is not known, but the request had arrived.
  if (name === 'AnswerTooLarge') return write ? { code: 'outcome-unknown', host } : null;
  // Not JSON: a proxy, a portal or a gateway page answered. The SDK then throws its parser's error.
  if (
    name === 'SyntaxError' ||
    (thrown.status !== null && /is not valid JSON|UnknownError|^Unknown$/.test(`${message} ${name}`))
  ) {
    return write && gatewayStatus.has(thrown.status) && !thrown.fromProxy
      ? { code: 'outcome-unknown', host }
      : { code: 'intercepted', host, reason: 'page' };
  }
  // The words of the libraries that speak to proxies. The request itself has not been sent then.
  if (/^(?:Proxy connection ended|Socket closed$)/.test(message)) {
    return { code: 'unreachable', host, reason: 'reset' };
  }
  if (message.startsWith('Proxy connection timed out'))
    return { code: 'unreachable', host, reason: 'timeout' };
  if (/Socks5.*authentication/i.test(message)) return { code: 'intercepted', host, reason: 'proxy-login' };
  if (/\bSocks[45]\b/.test(message)) return { code: 'unreachable', host, reason: 'other' };
  if (/^(?:ENOTFOUND|EAI_AGAIN)$/.test(systemCode)) return { code: 'unreachable', host, reason: 'name' };
  if (systemCode === 'ECONNREFUSED') return { code: 'unreachable', host, reason: 'refused' };
  // The SDK names resets `TimeoutError`, too: the system's code tells them apart.
  if (lostReply.test(systemCode) || /socket hang up/i.test(message)) {
    return write ? { code: 'outcome-unknown', host } : { code: 'unreachable', host, reason: 'reset' };
  }
  if (name === 'TimeoutError' || systemCode === 'ETIMEDOUT') {
    const connected = !/establish a connection|ETIMEDOUT|connect/i.test(message);
    return write && connected
      ? { code: 'outcome-unknown', host }
      : { code: 'unreachable', host, reason: 'timeout' };
  }
  if (/^E[A-Z]+$/.test(systemCode)) return { code: 'unreachable', host, reason: 'other' };
  return null;
}

// --- Reading what was thrown --------------------------------------------------------------------------------------

function readThrown(cause: unknown, secrets: readonly string[]): Thrown {
  const error = asRecord(cause);
  const metadata = asRecord(error['$metadata']);
  const response = asRecord(error['$response']);
  const status = asNumber(metadata['httpStatusCode']) ?? asNumber(response['statusCode']);
  const request = asRecord(asRecord(response['body'])['req']);
  const name = asText(error['name']) ?? 'Error';
  const message = asText(error['message']) ?? '';
  return {
    name,
    message,
    shown: redact(message, secrets),
    systemCode: systemCodeOf(cause),
    status,
    requestId: asText(metadata['requestId']),
    attempts: asNumber(metadata['attempts']),
    // An answer to an https request without TLS comes from this side of the tunnel.
    fromProxy: request['protocol'] === 'https:' && asRecord(request['socket'])['encrypted'] !== true,
    fromService: asText(error['$fault']) !== null && name !== 'SyntaxError' && name !== 'Unknown',
  };
}

function technical(thrown: Thrown, { operation, secrets }: SendContext): Technical {
  return {
    operation,
    name: redact(thrown.name, secrets).slice(0, 100),
    message: thrown.shown.slice(0, 2000),
    ...(thrown.requestId !== null && { requestId: thrown.requestId.slice(0, 100) }),
    ...(thrown.status !== null && { httpStatus: thrown.status }),
    ...(thrown.attempts !== null && { attempts: thrown.attempts }),
  };
}

function after(text: string, marker: string): string | null {
  const at = text.toLowerCase().indexOf(marker);
  const rest = at < 0 ? '' : text.slice(at + marker.length).trim();
  return rest === '' ? null : rest;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);
