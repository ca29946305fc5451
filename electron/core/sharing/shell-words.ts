/**
 * The words of a command as bash or PowerShell would read it, as far as people paste them: quotes, escapes, joined
 * lines. Nothing is expanded or run. Stops at the end of the first command (`;`, `|`, `&`, a line of its own).
 */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;

  for (let at = 0; at < command.length; at += 1) {
    const char = command.charAt(at);
    const next = command.charAt(at + 1);
    if (quote === "'") {
      if (char === "'") quote = null;
      else word = (word ?? '') + char;
      continue;
    }
    // A joined line: backslash in bash, backtick in PowerShell, caret in cmd.
    if (/[\\`^]/.test(char) && /[\r\n]/.test(next)) {
      at += next === '\r' && command.charAt(at + 2) === '\n' ? 2 : 1;
      continue;
    }
    if (char === '\\' && next !== '' && (quote === null || /["\\$`]/.test(next))) {
      word = (word ?? '') + next;
      at += 1;
    } else if (quote === '"') {
      if (char === '"') quote = null;
      else word = (word ?? '') + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/[;|&\r\n]/.test(char)) {
      if (word !== null) words.push(word);
      if (words.length > 0) return words;
      word = null;
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}
