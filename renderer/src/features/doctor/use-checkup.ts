import { shallowReadonly, shallowRef } from 'vue';
import type { ProfileSummary } from '#contract/profiles.ts';
import { desk } from '../../bridge/desk.ts';

/** A profile that was just saved and in which the check found problems. */
export type Concern = { readonly profile: ProfileSummary; readonly problems: number };

const concern = shallowRef<Concern | null>(null);
let latest = 0;

/** Checks a profile that was just saved, in the background. Says nothing when all is well or the check fails. */
async function checkAfterSave(profile: ProfileSummary): Promise<void> {
  const mine = (latest += 1);
  concern.value = null;
  const result = await desk.doctor.examine({ profileId: profile.id });
  if (!result.ok || mine !== latest) return;
  // The words come with the check's own screen; a start does not wait for them.
  const { countOf, findingsOf } = await import('./findings.ts');
  const problems = countOf(findingsOf(result.value, profile), 'problem');
  if (problems > 0 && mine === latest) concern.value = { profile, problems };
}

function dismiss(): void {
  latest += 1;
  concern.value = null;
}

/** What the check after saving found. One state for the whole window. */
export const useCheckup = () => ({ concern: shallowReadonly(concern), checkAfterSave, dismiss });
