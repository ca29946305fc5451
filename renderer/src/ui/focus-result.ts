/**
 * Moves the focus to a result so that it is read out, and its whole card into sight: in narrow windows results stand
 * below the form.
 */
export function focusResult(element: HTMLElement | null): void {
  if (!element) return;
  element.focus({ preventScroll: true });
  (element.closest('.ui-card') ?? element).scrollIntoView({ block: 'nearest' });
}
