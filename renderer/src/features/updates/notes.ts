/** A part of what is new in a version. */
export type NotesBlock =
  | { readonly kind: 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/**
 * Shapes notes that were written as a changelog: headings, lists, and lines that were broken for an editor. All else
 * of Markdown, HTML included, stays the text that it is.
 */
export function shapeNotes(notes: string): readonly NotesBlock[] {
  const blocks: NotesBlock[] = [];
  let items: string[] | null = null;
  let text: string[] | null = null;

  function end(): void {
    if (items) blocks.push({ kind: 'list', items });
    if (text) blocks.push({ kind: 'text', text: text.join(' ') });
    items = text = null;
  }

  for (const line of notes.split(/\r?\n/)) {
    const content = line.replaceAll(/\*\*|`/g, '').trim();
    const heading = /^#{1,6}\s+(.+)$/.exec(content)?.[1];
    const item = /^[-*]\s+(.+)$/.exec(content)?.[1];
    if (content === '') end();
    else if (heading !== undefined) {
      end();
      blocks.push({ kind: 'heading', text: heading });
    } else if (item !== undefined) {
      if (text) end();
      (items ??= []).push(item);
    } else if (items) items.push(`${items.pop() ?? ''} ${content}`);
    else (text ??= []).push(content);
  }
  end();
  return blocks;
}
