/**
 * Moves the focus to a result so that it is read out. In narrow windows results stand below the form: there the whole
 * card comes into sight; where the result can be seen already, nothing moves.
 */
export function focusResult(element: HTMLElement | null): void {
  if (!element) return;
  element.focus({ preventScroll: true });
  const view = element.closest('main')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  if (view && top >= view.top && bottom <= view.bottom) return;
  (element.closest('.ui-card') ?? element).scrollIntoView({ block: 'nearest' });
}
