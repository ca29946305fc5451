import type { AuthenticatorKey } from '#contract/challenges.ts';
import { fail } from '../app-failure.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import type { PendingChallenge } from '../sessions/challenge-store.ts';
import type { SignInDeps } from './challenge-step.ts';
import { emptyReply, publicWrite } from './exchange.ts';

export const associateRequest = ({ awsSession }: Pick<PendingChallenge, 'awsSession'>) => ({
  Session: awsSession,
});

export const verifyRequest = ({ awsSession }: Pick<PendingChallenge, 'awsSession'>, code: string) => ({
  Session: awsSession,
  UserCode: code,
});

/** The key for the authenticator that MFA_SETUP asks for: a new one at the first call, and that one from then on. */
export async function setUpAuthenticator(
  { exchange, challenges }: SignInDeps,
  profile: ProfileRecord,
  pending: PendingChallenge,
  call: Call,
): Promise<AuthenticatorKey> {
  const keyOf = (key: string) => ({
    key,
    address: authenticatorAddress(profile.name, pending.username, key),
  });
  // AWS would give another one, and the app that has taken over the first would show codes that never match.
  if (pending.authenticatorKey !== null) return keyOf(pending.authenticatorKey);
  const operation = 'AssociateSoftwareToken';
  const { reply } = await exchange({
    ...publicWrite,
    operation,
    profile,
    call,
    secrets: [pending.awsSession],
    command: (sdk) => new sdk.AssociateSoftwareTokenCommand(associateRequest(pending)),
  });
  const { SecretCode: key, Session: awsSession } = reply;
  if (key === undefined || awsSession === undefined) throw emptyReply(operation, 'key for an authenticator');
  challenges.update(pending.id, { awsSession, authenticatorKey: key });
  return keyOf(key);
}

/** What the QR code of an authenticator holds: the form that all authenticator apps read. */
function authenticatorAddress(issuer: string, account: string, key: string): string {
  const [pool, person] = [issuer, account].map(encodeURIComponent);
  return `otpauth://totp/${pool}:${person}?secret=${key}&issuer=${pool}`;
}

/** Shows AWS the first code of the new key. Throws `code-mismatch`, after which the next code may be tried. */
export async function verifyAuthenticator(
  { exchange, challenges }: SignInDeps,
  profile: ProfileRecord,
  pending: PendingChallenge,
  code: string,
  call: Call,
): Promise<PendingChallenge> {
  // The answer after it got lost: AWS takes no code twice.
  if (pending.verified) return pending;
  const operation = 'VerifySoftwareToken';
  const { reply } = await exchange({
    ...publicWrite,
    operation,
    profile,
    call,
    secrets: [pending.awsSession, code],
    command: (sdk) => new sdk.VerifySoftwareTokenCommand(verifyRequest(pending, code)),
  });
  const { Status: status, Session: awsSession = pending.awsSession } = reply;
  if (status !== 'SUCCESS') {
    challenges.update(pending.id, { awsSession });
    throw fail('code-mismatch', {}, { operation, name: status ?? 'EmptyReply', message: 'Status of AWS.' });
  }
  return challenges.update(pending.id, { awsSession, verified: true });
}
