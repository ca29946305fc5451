import { watch, type Ref } from 'vue';

/**
 * Gives the focus back to where it was when a dialog that has no trigger of its own closes.
 * @returns the handler for Reka's `closeAutoFocus`. A focus that has found another place meanwhile stays there.
 */
export function useReturnFocus(open: Ref<boolean>): (event: Event) => void {
  let before: HTMLElement | null = null;
  watch(
    open,
    (now) => {
      if (now && document.activeElement instanceof HTMLElement) before = document.activeElement;
    },
    { immediate: true, flush: 'sync' },
  );
  return (event) => {
    event.preventDefault();
    // The dialog still has the focus now; once it is gone, so is the focus unless somebody took it.
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      // What the dialog was for may have taken its button away.
      if (before?.isConnected) before.focus();
      else document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    });
  };
}
