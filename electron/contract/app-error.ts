/**
 * Everything that can go wrong, as one closed union on `code`.
 *
 * Core decides which code applies; the renderer owns the wording and switches exhaustively.
 * The comments name the row of the product's failure table (C1 to C20) or the screen that a code belongs to.
 */
import type { UpdateTrouble } from './updates.ts';

/** What the folded "Technical details" show. Never holds a secret: core redacts it. */
export type Technical = {
  /** API operation, e.g. `SignUp`. */
  readonly operation?: string;
  /** Error name as AWS, Node or this app gives it, e.g. `NotAuthorizedException`. */
  readonly name: string;
  /** The original text, redacted and cut to 2,000 characters. */
  readonly message: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  /** How many times the request was sent. */
  readonly attempts?: number;
};

/** A field that did not pass validation. `path` is dotted, e.g. `attributes.0.value`. */
export type FieldIssue = { readonly path: string; readonly problem: string };

type Codes = {
  // The bridge itself
  'invalid-input': { readonly issues: readonly FieldIssue[] };
  'forbidden-caller': object;
  /** The page called by itself what only a person may ask for. Nothing was done. */
  'gesture-needed': object;
  cancelled: object;
  internal: object;
  'profile-missing': object;
  /** A write to a production profile whose name has not been typed in the last 15 minutes. Nothing was sent. */
  'production-guarded': { readonly profileId: string; readonly profileName: string };
  /** A write to a profile that is marked read-only. Nothing was sent. */
  'profile-read-only': { readonly profileId: string; readonly profileName: string };

  /**
   * Nothing was sent. `not-encrypted`: http to another computer. `not-allowed`: the person was asked about this host, and
   * did not say yes. `not-meant`: a setting of this computer would have led elsewhere than the profile says.
   */
  'destination-refused': {
    readonly host: string;
    readonly why: 'not-encrypted' | 'not-allowed' | 'not-meant';
  };
  /** C1: nothing usable came back. `reason` says at which step. */
  unreachable: { readonly host: string; readonly reason: 'name' | 'refused' | 'reset' | 'timeout' | 'other' };
  /** C1 for a write: the request may have been carried out although no answer came. */
  'outcome-unknown': { readonly host: string };
  /** C2: a proxy, a captive portal or a replaced certificate answered instead of AWS. */
  intercepted: { readonly host: string; readonly reason: 'certificate' | 'page' | 'proxy-login' };
  /** C3 */
  'pool-not-found': { readonly region: string; readonly poolRegion: string | null };
  'client-not-found': { readonly region: string; readonly poolRegion: string | null };
  /** C4. `retryAfter` in seconds. */
  throttled: { readonly retryAfter: number };
  /** C5 */
  'blocked-by-firewall': object;
  /** C6 */
  'not-enabled-here': object;
  /** C7 */
  'aws-fault': object;
  /** C8 */
  'pool-misconfigured': { readonly setting: 'email' | 'sms' | 'pool' };
  /** C9: the Lambda's own sentence, and which trigger spoke when it says so. */
  'hook-refused': { readonly text: string; readonly trigger: string | null };
  /** C10 */
  'hook-broken': object;
  /** C11 */
  'client-secret-missing': object;
  /** C12 */
  'client-secret-mismatch': object;
  /** C13. `no-program`: the AWS files name a program that gives the access, and it was not found. */
  'lookup-access-missing': { readonly reason: 'not-set-up' | 'not-found' | 'no-program' };
  /** C14. `awsProfile` when the access comes from a named AWS profile. */
  'aws-session-expired': { readonly awsProfile: string | null; readonly sso: boolean };
  /** C15 */
  'aws-keys-invalid': { readonly awsProfile: string | null };
  /**
   * AWS did not take the second step of the AWS access. `device`: its serial number is not one of this person's.
   * A wrong code and one that was used already are one and the same to AWS.
   */
  'mfa-refused': { readonly reason: 'device' | 'code'; readonly awsProfile: string | null };
  /**
   * C16: `action` is the IAM action, e.g. `cognito-idp:AdminGetUser`. `explicit`: a policy denies it, which no policy
   * that allows it outweighs.
   */
  'access-denied': { readonly action: string; readonly resource: string | null; readonly explicit: boolean };
  /** C17: minutes this computer is ahead of (positive) or behind AWS, when the reply allowed to tell. */
  'clock-wrong': { readonly minutesOff: number | null };
  /** C18 */
  'storage-unavailable': {
    readonly reason:
      | 'no-keyring'
      | 'weak-keyring'
      | 'locked'
      | 'disk-full'
      /** The folder, or a file in it, may not be written. */
      | 'not-allowed'
      | 'path-too-long'
      /** A folder bears the name of the file. */
      | 'folder-in-place'
      /** The file is a link to a folder that is not there, for example on a drive that is not connected. */
      | 'link-broken'
      /** The disk refuses for another reason. */
      | 'disk'
      | 'busy';
  };
  /** C19 */
  'profiles-unreadable': { readonly reason: 'sealed-elsewhere' | 'damaged' | 'newer-version' };
  /** C20 */
  unexplained: object;

  // The vault
  'vault-locked': object;
  /** `retryAt`: when the next try is allowed, in milliseconds since 1970; null when at once (a sealed file). */
  'passphrase-wrong': { readonly retryAt: number | null };
  /** Asked before the pause after a wrong passphrase was over: the passphrase was not tried. */
  'passphrase-paused': { readonly retryAt: number };
  /** Without a passphrase nothing would open the vault again. */
  'passphrase-needed': object;
  /** A profile card or a backup, sealed under a passphrase. */
  'sealed-file-unreadable': { readonly reason: 'not-ours' | 'newer-version' | 'damaged' | 'broken-link' };
  /** A file that the person chose could not be read or written. `name` is without its folder. */
  'file-trouble': {
    readonly action: 'open' | 'save';
    readonly name: string;
    readonly reason: 'no-access' | 'no-space' | 'too-large' | 'not-there' | 'other';
  };
  /** No program of this computer opens web pages. */
  'link-not-opened': { readonly address: string };
  /** What was opened from a file is not held any more. */
  'preview-gone': object;

  // Sign-up and confirmation
  'username-taken': { readonly what: 'username' | 'email' | 'phone_number' };
  'alias-taken': { readonly what: 'email' | 'phone_number' | 'address' };
  'password-rejected': { readonly rule: string | null };
  'password-reused': object;
  'attribute-rejected': {
    readonly attribute: string | null;
    readonly why: 'missing' | 'unknown' | 'read-only' | 'format';
  };
  'username-form': { readonly expects: 'email' | 'phone' | 'email-or-phone' | 'not-email' };
  'sign-up-closed': object;
  'code-not-delivered': object;
  'message-limit': object;
  'code-mismatch': object;
  'code-expired': object;
  /** An authenticator shows the same code for 30 seconds, and AWS takes each code once. */
  'code-used': object;
  'too-many-attempts': object;
  'already-confirmed': object;

  // Sign-in
  /** `failures` refused passwords in a row that this app saw; `retryAt`: until when AWS probably pauses sign-in. */
  'wrong-credentials': { readonly failures?: number; readonly retryAt?: number | null };
  'user-not-found': object;
  /** `retryAt`: an estimate, in milliseconds since 1970. */
  'attempts-exceeded': { readonly retryAt?: number };
  /** The username belongs to another account than the one that was seen: it was deleted and made anew. Nothing was sent. */
  'another-account': { readonly username: string };
  'user-disabled': object;
  'user-not-confirmed': object;
  'password-reset-required': object;
  'temporary-password-expired': object;
  /** The invitation was never finished, or the person signs in through another provider. */
  'reset-not-possible': object;
  /** The state of the account does not allow it, e.g. an invitation for somebody who has used theirs. */
  'state-not-fitting': object;
  /** Nothing to send a code to: no verified email address and no verified phone number. */
  'no-verified-address': object;
  'session-expired': { readonly why: 'expired' | 'used' };
  'no-second-step': object;
  'flow-not-enabled': object;
  /** SRP hashes the pool's ID, and the profile has none. */
  'pool-id-missing': object;
  /** A step that is computed from AWS's last answer, so that nobody can type it. */
  'no-command': object;
  /** The pool asks for a step this version cannot answer. `challenge` is AWS's name for it. */
  'challenge-unsupported': { readonly challenge: string };

  // Saved test users
  'test-user-missing': object;
  /** AWS did not take what is saved of a test user. Its numbers are those of `wrong-credentials`. */
  'saved-secret-refused': {
    readonly what: 'password' | 'authenticator';
    readonly testUserId: string;
    readonly failures?: number;
    readonly retryAt?: number | null;
  };
  /** Kept by a newer version of the app in a way that this one does not know. */
  'test-users-newer': object;
  /** The same of recent and pinned people. */
  'remembered-newer': object;

  // Access tokens and what the app holds in memory
  'password-needed': object;
  'session-gone': object;
  'token-expired': { readonly expiredAt: number };
  /** AWS takes the tokens of this sign-in no longer. `reused`: another program used the refresh token first. */
  'session-over': { readonly reason: 'ended' | 'revoked' | 'reused' | 'not-accepted' };
  /** AWS gave no such token with this sign-in. */
  'token-missing': object;
  /** The access token lacks `aws.cognito.signin.user.admin`, as after a hosted sign-in without that scope. */
  'scope-missing': object;
  'reply-gone': object;
  'clipboard-refused': object;
  /** A new version of the app could not be looked for or installed. */
  'update-failed': { readonly step: 'look' | 'download' | 'install'; readonly trouble: UpdateTrouble };
  /** A new version is not installed while something is under way that the end of the app would cut off. */
  'update-waits': object;
};

export type ErrorCode = keyof Codes;

/** One failure: its code, the data of that code, and technical details when there are any. */
export type AppError = {
  [Code in ErrorCode]: { readonly code: Code; readonly technical?: Technical } & Codes[Code];
}[ErrorCode];

export type AppErrorOf<Code extends ErrorCode> = Extract<AppError, { code: Code }>;
