import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { shapeNotes } from '../../../renderer/src/features/updates/notes.ts';

describe('what is new in a version', () => {
  it('is shaped as a changelog writes it', () => {
    const notes =
      '### Added\r\n\r\n- Finds **people**\n  by `email`.\n- More\n\n### Fixed\n* One\nSome text\nover two lines.';
    expect(shapeNotes(notes)).toEqual([
      { kind: 'heading', text: 'Added' },
      { kind: 'list', items: ['Finds people by email.', 'More'] },
      { kind: 'heading', text: 'Fixed' },
      { kind: 'list', items: ['One Some text over two lines.'] },
    ]);
  });

  it.each([
    ['', []],
    ['One line.', [{ kind: 'text', text: 'One line.' }]],
    [
      'One\ntwo\n\nthree',
      [
        { kind: 'text', text: 'One two' },
        { kind: 'text', text: 'three' },
      ],
    ],
    [
      'Before\n- item',
      [
        { kind: 'text', text: 'Before' },
        { kind: 'list', items: ['item'] },
      ],
    ],
    ['#hash -dash', [{ kind: 'text', text: '#hash -dash' }]],
    ['<script>x</script>', [{ kind: 'text', text: '<script>x</script>' }]],
  ])('%j', (notes, blocks) => {
    expect(shapeNotes(notes)).toEqual(blocks);
  });

  it('loses no word of any text', () => {
    const words = fc.array(
      fc.constantFrom('word', '-', '#', '##', '- item', '# Title', '\n', '\n\n', '  ', 'x<b>'),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const letters = (text: string) => text.match(/[a-zA-Z<>]/g)?.join('') ?? '';
        const shown = shapeNotes(parts.join(' ')).flatMap((block) =>
          block.kind === 'list' ? block.items : block.text,
        );
        expect(letters(shown.join(' '))).toBe(letters(parts.join(' ')));
      }),
    );
  });
});
