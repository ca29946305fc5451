import { ref, shallowRef } from 'vue';

/** A file that was dropped on another screen, for the import screen to open. */
export const waitingFile = shallowRef<File | null>(null);

/** How often the system has handed something over, such as a file that was opened with the app. */
export const handOvers = ref(0);
