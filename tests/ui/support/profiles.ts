/** Profiles for tests that are about something else. Most start the app with them: `app.start(draft(stub.url))`. */
import { expect, type Page } from '@playwright/test';
import type { ProfileDraft } from '#contract/profiles.ts';
import type { Desk } from '#contract/bridge.ts';
import type { Emulator } from '#build/emulator.ts';

declare global {
  interface Window {
    readonly desk: Desk;
  }
}

/** Secrets of the profiles below, to be looked for where they must not be. */
export const planted = {
  clientSecret: 'plantedclientsecret0000000000000000000001',
  secretAccessKey: 'planted/secret/access/key/0000000000001',
  sessionToken: 'planted-session-token-000000000000000001',
} as const;

/** A profile with everything, for a Cognito at `endpoint`. */
export function draft(endpoint: string, changes: Partial<ProfileDraft> = {}): ProfileDraft {
  return {
    name: 'Staging · Shop',
    environment: 'staging',
    region: 'eu-west-1',
    clientId: '4practice3client2id1for0tests',
    clientSecret: { change: 'clear' },
    endpoint,
    poolId: 'eu-west-1_Tests0001',
    access: {
      kind: 'access-keys',
      keys: {
        change: 'set',
        accessKeyId: 'AKIAPLANTED000000001',
        secretAccessKey: planted.secretAccessKey,
        sessionToken: null,
      },
    },
    ...changes,
  };
}

/** A profile for the pool of the emulator. */
export const emulatorDraft = ({ url, clientId, poolId }: Emulator, changes: Partial<ProfileDraft> = {}) =>
  draft(url, { name: 'Practice pool', environment: 'development', clientId, poolId, ...changes });

/**
 * Saves profiles in the running app through the bridge, which is quicker than by hand. The last becomes the active one,
 * and the first screen is shown with it.
 */
export async function addProfiles(page: Page, ...drafts: readonly ProfileDraft[]): Promise<void> {
  for (const each of drafts) {
    const result = await page.evaluate((input) => window.desk.profiles.save(input), each);
    expect(result).toMatchObject({ ok: true });
  }
  await page.evaluate(() => history.replaceState(null, '', '#/find'));
  await page.reload();
  await expectFirstScreen(page);
}

/** Waits until the screen is there with which the app starts when it has profiles. */
export const expectFirstScreen = (page: Page): Promise<void> =>
  expect(page.getByRole('heading', { name: 'Find a person', level: 1 })).toBeVisible();
