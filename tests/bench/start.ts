/** What a start costs before Electron is ready: evaluating the main script, without the SDK. */
import { join } from 'node:path';
import { mainFile } from '#build/runtime.ts';
import { inFreshProcess, type startMain } from './main-process.ts';
import { inScratchFolder } from './scratch.ts';
import { median, type Topic } from './table.ts';

const STARTS = 21;

/** Milliseconds. */
type Start = { readonly evaluated: number; readonly window: number };

/**
 * Milliseconds in a fresh Node process around the `require` of the main script: on the first start ever, and on a
 * later start, which finds the compiled code that the app keeps in its folder. Beside it the time until the app makes
 * its window, with an Electron that is ready at once: what a start loads later instead is in there.
 */
export async function start(): Promise<Topic> {
  return inScratchFolder(async (folder) => {
    const used = join(folder, 'used');
    await inFreshProcess(evaluate, [mainFile, used]);
    const [fresh, later]: [Start[], Start[]] = [[], []];
    for (let count = 0; count < STARTS; count += 1) {
      fresh.push(await inFreshProcess(evaluate, [mainFile, join(folder, `new-${count}`)]));
      later.push(await inFreshProcess(evaluate, [mainFile, used]));
    }
    const target = { of: 'median', atMost: 10 } as const;
    const evaluated = (starts: readonly Start[]) => median(starts.map((each) => each.evaluated));
    const window = (starts: readonly Start[]) => median(starts.map((each) => each.window));
    return {
      title: 'Start of the main side',
      rows: [
        { name: 'Main script evaluated, first start', median: evaluated(fresh), unit: 'ms', target },
        { name: 'Main script evaluated, later start', median: evaluated(later), unit: 'ms', target },
        { name: 'Until the window is made, first start', median: window(fresh), unit: 'ms' },
        { name: 'Until the window is made, later start', median: window(later), unit: 'ms' },
      ],
      notes: [`${STARTS} fresh processes of each kind, in turns.`],
    };
  });
}

/** Runs in a process of its own, as text. */
async function evaluate(begin: typeof startMain, file: string, folder: string): Promise<Start> {
  const main = begin(file, folder);
  return { evaluated: main.evaluated, window: await main.window };
}
