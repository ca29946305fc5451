import type { CommandLine } from 'electron';
import { strict } from './strict.ts';

/** Like Chromium, also with one dash; a word of two dashes alone ends the switches. */
function switchesIn(words: readonly string[]): [name: string, value: string][] {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).flatMap((word): [string, string][] => {
    const [, name, value = ''] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
}

/** True for a word that Chromium takes as one of its own, wherever it stands. */
export const isSwitch = (word: string) => switchesIn([word]).length > 0;

/** What the process was started with: its own words, and what main adds. */
export const switches = new Map<string, string>();

/** The words that came after the program's name. */
export function startedWith(words: readonly string[]): void {
  for (const [name, value] of switchesIn(words)) switches.set(name, value);
}

export const commandLine = strict('app.commandLine', {
  appendSwitch: (name: string, value = '') => void switches.set(name, value),
  hasSwitch: (name: string) => switches.has(name),
  getSwitchValue: (name: string) => switches.get(name) ?? '',
  removeSwitch: (name: string) => void switches.delete(name),
} satisfies Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'>);
