/** `npm start`: bundles the app and runs it, on Electron where its binary can be had. */
import { bundle } from './bundle.ts';
import { prepareRuntime, runApp } from './runtime.ts';
import { stopSignal } from './stop-signal.ts';

const runtime = await prepareRuntime();
if (runtime === undefined) process.exitCode = 1;
else {
  const signal = stopSignal();
  await bundle();
  process.exitCode = await runApp(runtime, { args: process.argv.slice(2), env: {}, signal });
}
