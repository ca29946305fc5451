import type { CommandLine } from 'electron';
import { strict } from './strict.ts';

const switches = new Map<string, string>();

/** Takes the switches among the words of the start, as Chromium does: all up to `--`. */
export function readSwitches(words: readonly string[]): void {
  const end = words.indexOf('--');
  for (const word of words.slice(0, end === -1 ? undefined : end)) {
    const [, name, value = ''] = /^--?([a-z][^=]*)(?:=(.*))?$/is.exec(word) ?? [];
    if (name !== undefined) switches.set(name.toLowerCase(), value);
  }
}

/** Switches that main has added, and that reach a Chromium which starts after that. */
const handedOn = ['force-webrtc-ip-handling-policy', 'enable-features'];
export const switchesForChromium = (): string[] =>
  handedOn.flatMap((name) => {
    const value = switches.get(name);
    return value === undefined ? [] : [`--${name}=${value}`];
  });

export const commandLine = strict('app.commandLine', {
  appendSwitch: (name: string, value = '') => void switches.set(name.toLowerCase(), value),
  removeSwitch: (name: string) => void switches.delete(name.toLowerCase()),
  hasSwitch: (name: string) => switches.has(name.toLowerCase()),
  getSwitchValue: (name: string) => switches.get(name.toLowerCase()) ?? '',
} satisfies Pick<CommandLine, 'appendSwitch' | 'removeSwitch' | 'hasSwitch' | 'getSwitchValue'>);
