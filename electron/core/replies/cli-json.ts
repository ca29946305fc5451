import type {
  AdminConfirmSignUpCommandOutput,
  AdminCreateUserCommandOutput,
  AdminDisableUserCommandOutput,
  AdminEnableUserCommandOutput,
  AdminGetUserCommandOutput,
  AdminInitiateAuthCommandOutput,
  AdminResetUserPasswordCommandOutput,
  AdminRespondToAuthChallengeCommandOutput,
  AdminSetUserPasswordCommandOutput,
  AdminUpdateUserAttributesCommandOutput,
  AdminUserGlobalSignOutCommandOutput,
  AssociateSoftwareTokenCommandOutput,
  ConfirmForgotPasswordCommandOutput,
  ConfirmSignUpCommandOutput,
  GetTokensFromRefreshTokenCommandOutput,
  GetUserCommandOutput,
  GlobalSignOutCommandOutput,
  ForgotPasswordCommandOutput,
  InitiateAuthCommandOutput,
  ResendConfirmationCodeCommandOutput,
  RespondToAuthChallengeCommandOutput,
  RevokeTokenCommandOutput,
  SignUpCommandOutput,
  VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';

type Replies = {
  readonly SignUp: SignUpCommandOutput;
  readonly ConfirmSignUp: ConfirmSignUpCommandOutput;
  readonly AdminConfirmSignUp: AdminConfirmSignUpCommandOutput;
  readonly ResendConfirmationCode: ResendConfirmationCodeCommandOutput;
  readonly InitiateAuth: InitiateAuthCommandOutput;
  readonly RespondToAuthChallenge: RespondToAuthChallengeCommandOutput;
  readonly GetTokensFromRefreshToken: GetTokensFromRefreshTokenCommandOutput;
  readonly RevokeToken: RevokeTokenCommandOutput;
  readonly GlobalSignOut: GlobalSignOutCommandOutput;
  readonly AdminInitiateAuth: AdminInitiateAuthCommandOutput;
  readonly AdminRespondToAuthChallenge: AdminRespondToAuthChallengeCommandOutput;
  readonly AssociateSoftwareToken: AssociateSoftwareTokenCommandOutput;
  readonly VerifySoftwareToken: VerifySoftwareTokenCommandOutput;
  readonly ForgotPassword: ForgotPasswordCommandOutput;
  readonly ConfirmForgotPassword: ConfirmForgotPasswordCommandOutput;
  readonly GetUser: GetUserCommandOutput;
  readonly AdminGetUser: AdminGetUserCommandOutput;
  readonly AdminCreateUser: AdminCreateUserCommandOutput;
  readonly AdminResetUserPassword: AdminResetUserPasswordCommandOutput;
  readonly AdminSetUserPassword: AdminSetUserPasswordCommandOutput;
  readonly AdminEnableUser: AdminEnableUserCommandOutput;
  readonly AdminDisableUser: AdminDisableUserCommandOutput;
  readonly AdminUserGlobalSignOut: AdminUserGlobalSignOutCommandOutput;
  readonly AdminUpdateUserAttributes: AdminUpdateUserAttributesCommandOutput;
};

/** The members of a reply in the order of AWS's API model, which is the order that the CLI prints. */
type Layout = true | { readonly [member: string]: Layout };

/** The layout that fits the SDK's type: a member that a new SDK adds must be given its place here. */
type LayoutOf<Value> = Value extends string | number | boolean | Date
  ? true
  : Value extends readonly (infer Item)[]
    ? LayoutOf<Item>
    : string extends keyof Value
      ? true
      : { readonly [Member in Exclude<keyof Value, '$metadata'>]-?: LayoutOf<NonNullable<Value[Member]>> };

const leaf = true;

const delivery = { Destination: leaf, DeliveryMedium: leaf, AttributeName: leaf } as const;

const authentication = {
  ChallengeName: leaf,
  Session: leaf,
  ChallengeParameters: leaf,
  AuthenticationResult: {
    AccessToken: leaf,
    ExpiresIn: leaf,
    TokenType: leaf,
    RefreshToken: leaf,
    IdToken: leaf,
    NewDeviceMetadata: { DeviceKey: leaf, DeviceGroupKey: leaf },
  },
  AvailableChallenges: leaf,
} as const;

const layouts: { readonly [Operation in keyof Replies]: LayoutOf<Replies[Operation]> } = {
  SignUp: { UserConfirmed: leaf, CodeDeliveryDetails: delivery, UserSub: leaf, Session: leaf },
  ConfirmSignUp: { Session: leaf },
  AdminConfirmSignUp: {},
  ResendConfirmationCode: { CodeDeliveryDetails: delivery },
  InitiateAuth: authentication,
  RespondToAuthChallenge: authentication,
  GetTokensFromRefreshToken: { AuthenticationResult: authentication.AuthenticationResult },
  RevokeToken: {},
  GlobalSignOut: {},
  AdminInitiateAuth: authentication,
  AdminRespondToAuthChallenge: authentication,
  AssociateSoftwareToken: { SecretCode: leaf, Session: leaf },
  VerifySoftwareToken: { Status: leaf, Session: leaf },
  ForgotPassword: { CodeDeliveryDetails: delivery },
  ConfirmForgotPassword: {},
  GetUser: {
    Username: leaf,
    UserAttributes: { Name: leaf, Value: leaf },
    MFAOptions: { DeliveryMedium: leaf, AttributeName: leaf },
    PreferredMfaSetting: leaf,
    UserMFASettingList: leaf,
  },
  AdminGetUser: {
    Username: leaf,
    UserAttributes: { Name: leaf, Value: leaf },
    UserCreateDate: leaf,
    UserLastModifiedDate: leaf,
    Enabled: leaf,
    UserStatus: leaf,
    MFAOptions: { DeliveryMedium: leaf, AttributeName: leaf },
    PreferredMfaSetting: leaf,
    UserMFASettingList: leaf,
  },
  AdminCreateUser: {
    User: {
      Username: leaf,
      Attributes: { Name: leaf, Value: leaf },
      UserCreateDate: leaf,
      UserLastModifiedDate: leaf,
      Enabled: leaf,
      UserStatus: leaf,
      MFAOptions: { DeliveryMedium: leaf, AttributeName: leaf },
    },
  },
  AdminResetUserPassword: {},
  AdminSetUserPassword: {},
  AdminEnableUser: {},
  AdminDisableUser: {},
  AdminUserGlobalSignOut: {},
  AdminUpdateUserAttributes: {},
};

const secrets = new Set(['AccessToken', 'IdToken', 'RefreshToken', 'SecretCode', 'Session']);

type Options = {
  /** IANA name; the zone of this computer when absent. */
  readonly timeZone?: string;
  /** Shows the length of tokens and sessions in place of them. */
  readonly mask?: boolean;
};

/**
 * A reply of the SDK byte for byte as AWS CLI v2 prints it, with its last line break; nothing for an empty reply.
 *
 * Dates carry the offset that the zone had at that moment. The CLI names the same moment with another offset in
 * zones whose rules have changed since (it applies today's) and in Europe/Dublin (it swaps summer and winter).
 */
export function cliJson(operation: keyof Replies, reply: object, options: Options = {}): string {
  const printed = printable(reply, layouts[operation], options);
  const json = JSON.stringify(printed, null, 4);
  return json === '{}' ? '' : `${json}\n`;
}

/** Whether the reply holds a token or a session. */
export const hasSecrets = (operation: keyof Replies, reply: object): boolean =>
  cliJson(operation, reply, { mask: true }) !== cliJson(operation, reply);

function printable(value: unknown, layout: Layout, options: Options): unknown {
  if (value instanceof Date) return localIso(value, options.timeZone);
  if (layout === leaf || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => printable(item, layout, options));
  const members: Readonly<Record<string, unknown>> = { ...value };
  return Object.fromEntries(
    Object.entries(layout).map(([name, inner]) => [
      name,
      options.mask === true && secrets.has(name)
        ? masked(members[name])
        : printable(members[name], inner, options),
    ]),
  );
}

const masked = (value: unknown): unknown =>
  typeof value === 'string' ? `•••• (${value.length} characters)` : value;

/** e.g. `2019-01-21T17:08:29.537000-05:00`; whole seconds have no fraction. */
function localIso(date: Date, timeZone: string | undefined): string {
  const [sign, hours, minutes] = offsetAt(date, timeZone);
  const local = new Date(
    date.getTime() + Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000,
  );
  const [seconds, milliseconds] = local.toISOString().slice(0, -1).split('.');
  const fraction = milliseconds === '000' ? '' : `.${milliseconds}000`;
  return `${seconds}${fraction}${sign}${hours}:${minutes}`;
}

function offsetAt(
  date: Date,
  timeZone: string | undefined,
): readonly [sign: string, hours: string, minutes: string] {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(date);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return [sign, hours, minutes];
}
