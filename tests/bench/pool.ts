/** A Cognito with one person, over loopback, in a process of its own: it shares no time and no memory with what is measured. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProfileDraft } from '#contract/profiles.ts';
import { startAwsStub } from '#tests/support/aws-stub.ts';

export const username = 'mia.schmidt@example.com';
export const region = 'eu-west-1';
export const poolId = 'eu-west-1_Bench0001';

/** Access keys that AWS never gave to anybody. */
export const keys = { accessKeyId: 'AKIDEXAMPLE000000000', secretAccessKey: 'dummy-secret-of-the-bench' };

/** A profile for the pool at `url`. */
export const draft = (url: string): ProfileDraft => ({
  name: 'Bench pool',
  environment: 'test',
  region,
  clientId: '4benchclient0000000000000',
  clientSecret: { change: 'clear' },
  endpoint: url,
  poolId,
  access: { kind: 'access-keys', keys: { change: 'set', ...keys, sessionToken: null } },
});

/** A reply of AdminGetUser in wire form, as full as that of a pool in use. */
const person = {
  Username: 'c0ffee00-1111-4222-8333-444455556666',
  UserAttributes: [
    { Name: 'sub', Value: 'c0ffee00-1111-4222-8333-444455556666' },
    { Name: 'email', Value: username },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'phone_number', Value: '+491701234567' },
    { Name: 'phone_number_verified', Value: 'false' },
    { Name: 'given_name', Value: 'Mia' },
    { Name: 'family_name', Value: 'Schmidt' },
    { Name: 'locale', Value: 'de-DE' },
    { Name: 'custom:plan', Value: 'team' },
    { Name: 'custom:tenant', Value: '0001-4711' },
  ],
  UserCreateDate: 1_700_000_000.123,
  UserLastModifiedDate: 1_750_000_000.456,
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
  PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
};

export type Pool = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts the pool on a free port of 127.0.0.1. */
export async function startPool(): Promise<Pool> {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('The pool did not start.')));
  });
  return {
    url,
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

if (import.meta.main) {
  const stub = await startAwsStub();
  stub.on('AdminGetUser', person);
  process.send?.(stub.url);
  // The bench is gone.
  process.once('disconnect', () => process.exit());
}
