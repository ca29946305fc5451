/** Starts a program of Electron under Playwright, as the app is started on this computer. */
import { _electron, type ElectronApplication } from '@playwright/test';
import { sandboxFacts, sandboxSwitches } from '#build/runtime/sandbox.ts';

/** What this program has to be started with on this computer. */
export const switchesHere = (program: string): readonly string[] =>
  process.platform === 'linux' ? sandboxSwitches(sandboxFacts(program)) : [];

type Start = {
  readonly args?: readonly string[];
  /** All of its variables; without them, those of this process. */
  readonly env?: Readonly<Record<string, string>>;
};

export function launchElectron(
  program: string,
  { args = [], env }: Start = {},
): Promise<ElectronApplication> {
  const switches = switchesHere(program);
  return _electron.launch({
    executablePath: program,
    args: [...switches, ...args],
    ...(env && { env }),
    // By itself Playwright never uses the sandbox, and shows every page as on a light desktop.
    chromiumSandbox: switches.length === 0,
    colorScheme: null,
  });
}
