/**
 * One schema per field, shared by the forms and by main. Limits and patterns come from AWS's API model
 * (service model 2016-04-18); the SDK itself checks nothing before it sends.
 *
 * The text of an issue is a `FieldProblem`, never a sentence: the renderer owns the wording.
 */
import { z } from 'zod';

export const fieldProblems = [
  'required',
  'too-long',
  'too-short',
  'pool-id-form',
  'client-id-form',
  'client-secret-form',
  'region-form',
  'endpoint-form',
  'endpoint-insecure',
  'username-spaces',
  'password-spaces',
  'code-spaces',
  'six-digits',
  'attribute-name-form',
  'attribute-twice',
  'attribute-read-only',
  'email-form',
  'phone-form',
  'date-form',
  'date-time-form',
  'number-form',
  'number-range',
  'boolean-form',
  'attribute-not-offered',
  'email-or-phone-form',
  'username-is-email',
  'username-is-phone',
  'password-rules',
  'access-key-id-form',
  'secret-access-key-form',
  'line-break',
  'pool-needed-for-lookup',
  'pool-needed-for-srp',
  'access-needed',
  'name-differs',
  'type-again',
  'passphrase-short',
  'authenticator-form',
  'test-user-twice',
  'choice',
  'form',
] as const;

/** Why a field was refused. */
export type FieldProblem = (typeof fieldProblems)[number];

const problem = (name: FieldProblem) => ({ error: name });

/** Text of 1 to `max` characters. */
const text = (max: number) =>
  z.string(problem('required')).min(1, problem('required')).max(max, problem('too-long'));

/** UTF-16 code units of a name that people give. */
export const DISPLAY_NAME_LIMIT = 80;
/** A name that people give, on one line. */
export const displayName = text(DISPLAY_NAME_LIMIT).regex(/^[^\r\n]*$/, problem('line-break'));

/** An identifier that this app made itself. */
export const localId = z.string(problem('form')).regex(/^[\w-]{1,64}$/, problem('form'));

/**
 * User pool ID such as `eu-west-1_Ab12Cd34E`. The part before the last underscore is the region; emulators use
 * `local`. API model: 1 to 55 characters, `[\w-]+_[0-9a-zA-Z]+`.
 */
export const poolId = text(55).regex(/^[\w-]+_[0-9a-zA-Z]+$/, problem('pool-id-form'));

/** App client ID. API model: 1 to 128 characters, `[\w+]+`. */
export const clientId = text(128).regex(/^[\w+]+$/, problem('client-id-form'));

/** App client secret. API model: 24 to 64 characters, `[\w+]+`. */
export const clientSecret = z
  .string(problem('required'))
  .min(24, problem('client-secret-form'))
  .max(64, problem('client-secret-form'))
  .regex(/^[\w+]+$/, problem('client-secret-form'));

/** AWS region such as `eu-west-1`, or the `local` of emulators. It becomes part of a host name, so the form is strict. */
export const region = text(32).regex(/^(?:[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}|local)$/, problem('region-form'));

/** Base URL of an emulator or a private endpoint: http or https, without credentials, query or fragment. */
export const endpoint = text(256).refine(isEndpoint, problem('endpoint-form'));

/** The same as a person may save it: http, which anybody on the way can read, to this computer only. */
export const newEndpoint = endpoint.refine(isPrivate, problem('endpoint-insecure'));

/** http to this computer, by the names that every system keeps for it. */
const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/;

function isPrivate(value: string): boolean {
  return !value.startsWith('http:') || LOOPBACK.test(value);
}

const ENDPOINT = /^https?:\/\/(?:[a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?(?:\/[\w./-]*)?$/;

function isEndpoint(value: string): boolean {
  const match = ENDPOINT.exec(value);
  const port = Number(match?.[1] ?? 443);
  // The pattern alone lets numbers through that are no IP address, and with which no URL can be made.
  return match !== null && port >= 1 && port <= 65_535 && z.url().safeParse(value).success;
}

/**
 * Username, alias or sub. API model: 1 to 128 characters of letters, marks, symbols, numbers and punctuation,
 * so no spaces and no control characters.
 */
export const username = text(128).regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, problem('username-spaces'));

/** Password. API model: at most 256 characters, no white space. */
export const password = text(256).regex(/^\S+$/, problem('password-spaces'));

/** Passphrase of the vault as it is typed. Spaces belong to it. */
export const passphrase = text(256);

/** A passphrase to be set: whoever has the file can guess at it for as long as they like, so it is not a short one. */
export const newPassphrase = passphrase.min(12, problem('passphrase-short'));

/** Confirmation code. API model: 1 to 2048 characters without white space; real ones have 6 digits. */
export const code = text(2048).regex(/^\S+$/, problem('code-spaces'));

/** Answer to a question of the team's own. API model: any text; a limit keeps it sendable. */
export const customAnswer = text(2048);

/** AWS's name for a step or a method, e.g. `EMAIL_OTP`. */
export const challengeName = text(64).regex(/^[A-Z0-9_]+$/, problem('choice'));

/** Code of an MFA device. STS and authenticators take 6 digits. */
export const mfaCode = text(64).regex(/^\d{6}$/, problem('six-digits'));

/**
 * The secret of an authenticator (TOTP) as people have it: in base32, in groups or not, or the whole `otpauth://`
 * address of its QR code. Becomes plain base32. Only what AWS makes: SHA-1, 6 digits, 30 seconds, at least 80 bits.
 */
export const authenticatorSecret = text(2048).transform((typed, context) => {
  const secret = secretOfAddress(typed.trim())
    .replaceAll(/[\s-]/g, '')
    .replace(/(?:=|%3D)+$/i, '')
    .toUpperCase();
  if (isBase32(secret)) return secret;
  context.addIssue({ code: 'custom', message: 'authenticator-form' });
  return z.NEVER;
});

/** The secret in the address of a QR code; what is no such address as it is; '' for one that AWS would not make. */
function secretOfAddress(typed: string): string {
  if (!/^otpauth:/i.test(typed)) return typed;
  const [, query = ''] = /^otpauth:\/\/totp\/[^?#]*\?([^#]*)/i.exec(typed) ?? [];
  // The values that count are plain; what is escaped in them is none of theirs.
  const given = new Map(
    query.split('&').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=');
      return [name.toLowerCase(), value];
    }),
  );
  const isUsual = [...usualAuthenticator].every(
    ([name, value]) => (given.get(name) ?? value).toUpperCase() === value,
  );
  return isUsual ? (given.get('secret') ?? '') : '';
}

const usualAuthenticator = new Map([
  ['algorithm', 'SHA1'],
  ['digits', '6'],
  ['period', '30'],
]);

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Whole bytes: bits that are left over are less than a character, and zero. */
function isBase32(secret: string): boolean {
  const spare = (secret.length * 5) % 8;
  return (
    /^[A-Z2-7]{16,512}$/.test(secret) && spare < 5 && BASE32.indexOf(secret.slice(-1)) % 2 ** spare === 0
  );
}

/** Attribute name: a standard one, or `custom:` (also `dev:custom:`) and up to 20 more characters. */
export const attributeName = text(32).regex(/^(?:dev:)?(?:custom:)?[\w.-]+$/, problem('attribute-name-form'));

/** `+` and 8 to 15 digits (E.164), the only form that Cognito takes. */
export const phoneNumber = text(16).regex(/^\+[1-9]\d{7,14}$/, problem('phone-form'));

export const emailAddress = text(2048).regex(/^[^\s@]+@[^\s@]+$/, problem('email-form'));

/** `YYYY-MM-DD`, a day that exists. */
export const birthdate = text(10).refine(isCalendarDay, problem('date-form'));

function isCalendarDay(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Attributes that Cognito itself keeps: they cannot be written at sign-up. */
const readOnlyAttributes = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities']);

/** A map, since names come from outside and an object would find `constructor` in itself. */
const attributeRules: ReadonlyMap<string, z.ZodType<string>> = new Map([
  ['email', emailAddress],
  ['phone_number', phoneNumber],
  ['birthdate', birthdate],
]);

/** One user attribute to write. Values travel as text, up to 2048 characters. */
export const attribute = z
  .strictObject({ name: attributeName, value: text(2048) })
  .superRefine(({ name, value }, context) => {
    if (readOnlyAttributes.has(name)) {
      context.addIssue({ code: 'custom', message: 'attribute-read-only', path: ['name'] });
    }
    const rule = attributeRules.get(name)?.safeParse(value);
    if (rule && !rule.success) {
      context.addIssue({
        code: 'custom',
        message: rule.error.issues[0]?.message ?? 'form',
        path: ['value'],
      });
    }
  });

/** The attributes of one person: at most 70, each name once. */
export const attributes = z
  .array(attribute)
  .max(70, problem('too-long'))
  .superRefine((list, context) => {
    const seen = new Set<string>();
    list.forEach(({ name }, index) => {
      if (seen.has(name))
        context.addIssue({ code: 'custom', message: 'attribute-twice', path: [index, 'name'] });
      seen.add(name);
    });
  });

export const accessKeyId = text(128).regex(/^\w{16,128}$/, problem('access-key-id-form'));
export const secretAccessKey = text(256).regex(/^[\w/+=.-]{16,256}$/, problem('secret-access-key-form'));
export const sessionToken = text(8192).regex(/^\S+$/, problem('form'));

/** Name of a profile of the shared AWS files. */
export const awsProfileName = text(128).regex(/^[^\r\n[\]]+$/, problem('form'));

/** The region that a pool ID names, or null when the text is not a pool ID. */
export function regionOfPoolId(value: string): string | null {
  if (!poolId.safeParse(value).success) return null;
  const prefix = value.slice(0, value.lastIndexOf('_'));
  return region.safeParse(prefix).success ? prefix : null;
}
