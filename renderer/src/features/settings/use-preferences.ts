import { shallowReadonly, shallowRef, type ShallowRef } from 'vue';
import type { Preferences } from '#contract/app.ts';
import type { Result } from '#contract/result.ts';
import { desk } from '../../bridge/desk.ts';

const preferences = shallowRef<Preferences | null>(null);

function take(result: Result<Preferences>): Result<Preferences> {
  if (result.ok) preferences.value = result.value;
  return result;
}

const load = async (): Promise<Result<Preferences>> => take(await desk.preferences.get({}));

/** Changes the given preferences. The theme needs nothing here: main changes it and the page's colours follow. */
const change = async (patch: Partial<Preferences>): Promise<Result<Preferences>> =>
  take(await desk.preferences.set(patch));

/** The preferences of this computer; null until they have been read. One state for the whole window. */
export const usePreferences = (): {
  readonly preferences: Readonly<ShallowRef<Preferences | null>>;
  readonly load: typeof load;
  readonly change: typeof change;
} => ({ preferences: shallowReadonly(preferences), load, change });
