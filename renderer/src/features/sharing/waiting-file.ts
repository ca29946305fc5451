import { ref, shallowRef } from 'vue';
import type { AppError } from '#contract/app-error.ts';
import type { OpenedShare } from '#contract/sharing.ts';

/** A file that was dropped on another screen, for the import screen to open. */
export const waitingFile = shallowRef<File | null>(null);

/** How often the system has handed something over, such as a file that was opened with the app. */
export const handOvers = ref(0);

/** What was handed over, where it is no card that could be shown. */
export type Arrived =
  | { readonly error: AppError }
  | { readonly opened: Extract<OpenedShare, { kind: 'pool' }> };
