import { modHeld } from './format.ts';

/**
 * Selects everything: the text of the field, or of the block of code, that has the focus. Anywhere else it would take the
 * labels of the whole window.
 */
export function selectAll(focused: Element | null = document.activeElement): void {
  if (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement) focused.select();
  const block = focused?.closest('pre');
  if (block) getSelection()?.selectAllChildren(block);
}

/** The same by its shortcut, which fields know by themselves. */
export function selectAllByKey(event: KeyboardEvent): void {
  if (!modHeld(event) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'a') return;
  const { target } = event;
  if (!(target instanceof Element) || target.closest('input, textarea, select')) return;
  event.preventDefault();
  selectAll(target);
}
