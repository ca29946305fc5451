import { readonly, ref } from 'vue';

const message = ref('');
let marker = false;

/** What the live region says at the moment. */
export const announced = readonly(message);

/**
 * Says a sentence to screen readers without moving the focus.
 * @returns `announce(text)`; the same text twice is said twice.
 */
export function useAnnounce(): (text: string) => void {
  return (text) => {
    // A live region stays silent when its text does not change, so every other message ends in a no-break space.
    marker = !marker;
    message.value = marker ? text : `${text}\u00a0`;
  };
}
