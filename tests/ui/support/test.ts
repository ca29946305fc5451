/** The app of a test, with a Cognito to talk to: the emulator, or the stub that answers what a test wants. */
import { demoPool, temporaryPassword } from '#build/demo-pool.ts';
import { type Emulator, startEmulator } from '#build/emulator.ts';
import { type AwsStub, startAwsStub } from '#tests/support/aws-stub.ts';
import { expect, test as base } from '../fixture.ts';

/** People who have to choose a password. Each can do so once, so each test takes one of its own. */
const newcomers = ['sign-in', 'token', 'axe'].map((purpose, index) => ({
  username: `newcomer.${purpose}`,
  sub: `00000000-0000-4000-8000-00000000000${index}`,
  password: temporaryPassword,
  status: 'FORCE_CHANGE_PASSWORD' as const,
  attributes: { email: `newcomer.${purpose}@example.com`, name: 'Noa Newcomer' },
  created: '2026-11-20T08:00:00.000Z',
  modified: '2026-11-20T08:00:00.000Z',
}));

type Cognito = { emulator: Emulator; stubServer: AwsStub };

export const test = base.extend<{ stub: AwsStub }, Cognito>({
  emulator: [
    async ({}, use) => {
      const emulator = await startEmulator({ ...demoPool, people: [...demoPool.people, ...newcomers] });
      await use(emulator);
      await emulator.stop();
    },
    { scope: 'worker' },
  ],
  stubServer: [
    async ({}, use) => {
      const stub = await startAwsStub();
      await use(stub);
      await stub.stop();
    },
    { scope: 'worker' },
  ],
  stub: async ({ stubServer }, use) => {
    stubServer.reset();
    // Each step of a sign-in asks for it, beside what a test is about.
    stubServer.on('DescribeUserPoolClient', { UserPoolClient: {} });
    // So does everybody who is opened.
    stubServer.on('AdminListGroupsForUser', { Groups: [] });
    stubServer.on('DescribeUserPool', { UserPool: {} });
    await use(stubServer);
  },
});

export { expect };
