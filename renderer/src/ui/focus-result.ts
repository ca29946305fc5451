/**
 * Moves the focus to a result so that it is read out. In narrow windows results stand below the form: there the whole
 * card comes into sight; where the result can be seen already, nothing moves.
 */
export function focusResult(element: HTMLElement | null): void {
  if (!element) return;
  element.focus({ preventScroll: true });
  const { top, bottom } = element.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  (element.closest('.ui-card') ?? element).scrollIntoView({ block: 'nearest' });
}
