import { modHeld } from './format.ts';

/**
 * Selecting everything: the text of a field, or of the block of code that has the focus. Anywhere else it would take
 * the labels of the whole window.
 */
export function selectAll(event: KeyboardEvent): void {
  if (!modHeld(event) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'a') return;
  const { target } = event;
  if (!(target instanceof Element) || target.closest('input, textarea, select')) return;
  event.preventDefault();
  const block = target.closest('pre');
  if (block) getSelection()?.selectAllChildren(block);
}
