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
 * Milliseconds in a fresh Node process around the `require` of the main script, which nothing has compiled before: the app
 * keeps no compiled code. Beside it the time until the app makes its window, with an Electron that is ready at
 * once: what a start loads later instead is in there.
 */
export async function start(): Promise<Topic> {
  return inScratchFolder(async (folder) => {
    const starts: Start[] = [];
    for (let count = 0; count < STARTS; count += 1) {
      starts.push(await inFreshProcess(evaluate, [mainFile, join(folder, `new-${count}`)]));
    }
    return {
      title: 'Start of the main side',
      rows: [
        {
          name: 'Main script evaluated',
          median: median(starts.map(({ evaluated }) => evaluated)),
          unit: 'ms',
          target: { of: 'median', atMost: 10 },
        },
        { name: 'Until the window is made', median: median(starts.map(({ window }) => window)), unit: 'ms' },
      ],
      notes: [`${STARTS} fresh processes.`],
    };
  });
}

/** Runs in a process of its own, as text. */
async function evaluate(begin: typeof startMain, file: string, folder: string): Promise<Start> {
  const main = begin(file, folder);
  return { evaluated: main.evaluated, window: await main.window };
}
