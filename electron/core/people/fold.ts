const ascii = /^[\u0020-\u007e]*$/;

/** Letters that Unicode does not take apart into a plain one and its mark. */
const plain: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  // The same letter at the end of a word.
  ς: 'σ',
  '’': "'",
};

/**
 * Text for comparing: letter case and accents make no difference. What holds for texts holds for their folded forms:
 * if `b` is part of `a`, so is `fold(b)` of `fold(a)`.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[łøđðıßæœþς’]/g, (letter) => plain[letter] ?? letter);
}
