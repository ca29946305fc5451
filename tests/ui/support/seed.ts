/** Profiles that are there before the app starts, as if an earlier run had saved them. */
import { join } from 'node:path';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { type ProfileDraft, profileDraft } from '#contract/profiles.ts';
import { type Sealer, systemClock } from '#core/ports.ts';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { createVault } from '#core/vault/vault.ts';
import { open, seal } from '#tests/electron-standin/sealing.ts';

/** Whether the test can seal as the app does: not with the keyring of a system, nor where the app would keep nothing. */
export const canSeed = (keyring = 'strong'): boolean =>
  electronForTests() === undefined && keyring === 'strong';

/** Saves profiles in a folder for user data, of which the last becomes the active one. */
export async function seedProfiles(folder: string, drafts: readonly ProfileDraft[]): Promise<void> {
  const sealer: Sealer = {
    state: () => Promise.resolve({ kind: 'ready' }),
    seal: (text) => Promise.resolve(seal(folder, { key: 'keyring', platform: process.platform }, text)),
    open: (sealed) =>
      Promise.resolve({ text: open(folder, Buffer.from(sealed), process.platform), resealNeeded: false }),
  };
  // Each is used later than the one before, also when both are saved within a millisecond.
  let moment = Date.now() - drafts.length;
  const profiles = createProfileStore({
    vault: createVault({ path: join(folder, 'vault.json'), sealer, clock: systemClock }),
    formerPath: join(folder, 'profiles.json'),
    sealer,
    now: () => (moment += 1),
  });
  for (const each of drafts) await profiles.save(profileDraft.parse(each));
}
