import type { CommandLine } from 'electron';
import { strict } from './strict.ts';

/** Name and value of a word that Chromium takes as a switch: one dash will do. */
function parse(word: string): readonly [name: string, value: string] | undefined {
  const [, name, value = ''] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  return name === undefined || word === '--' ? undefined : [name, value];
}

export const isSwitch = (word: string): boolean => parse(word) !== undefined;

/** A word of two dashes ends the switches. */
function split(words: readonly string[]) {
  const end = words.indexOf('--');
  const isAhead = (index: number) => end === -1 || index < end;
  return {
    switches: words.filter((word, index) => isAhead(index) && isSwitch(word)),
    others: words.filter((word, index) => !isAhead(index) || !isSwitch(word)),
  };
}

/** Those of the process, and what main adds. */
const switches = new Map<string, string>();
let added: string[] = [];

/** The words that came after the program's name. */
export function startedWith(words: readonly string[]): void {
  for (const word of split(words).switches) switches.set(...(parse(word) ?? [word, '']));
}

/** Undefined where it is not there, empty where it has none. */
export const switchValue = (name: string): string | undefined => switches.get(name);

/**
 * How the first process hears of a second one that was started with these words: Chromium puts switches before all other
 * words, wherever they stood, and adds one of its own.
 */
export function asToldOfSecond(program: string, words: readonly string[]): string[] {
  const own = split(words);
  return [program, ...own.switches, ...added, '--allow-file-access-from-files', ...own.others];
}

export const commandLine = strict('app.commandLine', {
  appendSwitch(name: string, value = '') {
    switches.set(name, value);
    added.push(value === '' ? `--${name}` : `--${name}=${value}`);
  },
  hasSwitch: (name: string) => switches.has(name),
  getSwitchValue: (name: string) => switches.get(name) ?? '',
  removeSwitch(name: string) {
    switches.delete(name);
    added = added.filter((word) => parse(word)?.[0] !== name);
  },
} satisfies Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'>);
