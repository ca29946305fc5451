/**
 * `npm run demo`: the app with a pool to practise on, all of it on this computer and gone afterwards. What stays on real
 * Electron is a key of the system's own keeping, which it says.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { practicePeople, practiceProfile } from './demo-pool.ts';
import { startEmulator } from './emulator.ts';
import { type Choice, prepareChromium, prepareRuntime, runApp } from './runtime.ts';
import { wantedBrowser } from './runtime/chromium.ts';
import { keyLeftBehind } from './runtime/desktop.ts';
import { stopSignal } from './stop-signal.ts';
import { takeTour } from './tour.ts';

/** `npm run demo -- --tour`: the app is used before one's eyes. Without a display it is in any case. */
const TOUR = '--tour';
const words = process.argv.slice(2).filter((word) => word !== TOUR);
const withTour = process.argv.includes(TOUR);

async function demo(choice: Choice, signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-demo-'));
  const starting = startEmulator();
  try {
    const [emulator] = await Promise.all([starting, bundle()]);
    emulator.onCode(({ destination, code }) => console.log(`Confirmation code for ${destination}: ${code}`));
    const demoFile = join(folder, 'demo.json');
    await writeFile(demoFile, JSON.stringify({ profile: practiceProfile(emulator.url), practicePeople }));
    console.log(`The practice pool runs at ${emulator.url}. Codes that Cognito would send appear here.`);
    const env = { COGNITO_DESK_DEMO: demoFile, COGNITO_DESK_USER_DATA: join(folder, 'user-data') };
    return withTour || !('runtime' in choice)
      ? await takeTour({ choice, env, emulator, signal })
      : await runApp(choice.runtime, { args: words, env, signal });
  } catch (error) {
    // Ctrl-C reaches the pool and the app, too: that they end then is no fault.
    if (signal.aborted) return 0;
    throw error;
  } finally {
    // Also when the bundle failed meanwhile.
    await starting.then(({ stop }) => stop()).catch(() => undefined);
    // Windows keeps the files of a program for a while after its end.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {
      console.log(`The folder of the demo could not be removed: ${folder}`);
    });
  }
}

const choice = await prepareRuntime();
console.log(choice.why);
if (choice.on === 'electron') console.log(keyLeftBehind(process.platform));
const canShow = choice.on === 'no-display' ? prepareChromium() !== undefined : 'runtime' in choice;
if (choice.on === 'no-display')
  console.log(
    canShow
      ? 'The app now does its four operations without one, on the practice pool, and tells what came of each.'
      : `The app could do its four operations without one. ${wantedBrowser(process.platform)}`,
  );
process.exitCode = canShow ? await demo(choice, stopSignal()) : 1;
