import { readFile } from 'node:fs/promises';
import { practicePerson, type PracticePerson } from '#contract/app.ts';
import { profileDraft } from '#contract/profiles.ts';
import { z } from 'zod';
import type { ProfileStore } from './profiles/profile-store.ts';

/** What `npm run demo` hands over: the profile of its practice pool and people to try. */
const practiceData = z.object({ profile: profileDraft, practicePeople: z.array(practicePerson) });

/** Adds the practice pool to the profiles, once: a restart on the same data brings no second one. */
export async function loadPracticeData(path: string, profiles: ProfileStore): Promise<PracticePerson[]> {
  const { profile, practicePeople } = practiceData.parse(JSON.parse(await readFile(path, 'utf8')));
  const { profiles: existing } = await profiles.list();
  const known = existing.find(
    ({ poolId, clientId }) => poolId === profile.poolId && clientId === profile.clientId,
  );
  // The emulator's port differs from run to run, so a known profile is brought up to date.
  await profiles.save({ ...profile, ...(known && { id: known.id }) });
  return practicePeople;
}
