import { shallowRef } from 'vue';

/** A file that was dropped on another screen, for the import screen to open. */
export const waitingFile = shallowRef<File | null>(null);
