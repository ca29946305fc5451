import { shallowRef } from 'vue';
import type { FoundProfile } from '#contract/profiles.ts';

/** A pool that was found on another screen, for the form of a new profile to fill in. */
export const waitingPool = shallowRef<FoundProfile | null>(null);
