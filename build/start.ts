/** `npm start`: bundles the app and runs it, on Electron where its binary can be had. */
import { bundle } from './bundle.ts';
import { prepareRuntime, runApp } from './runtime.ts';
import { stopSignal } from './stop-signal.ts';

const choice = await prepareRuntime();
console.log(choice.why);
if (!('runtime' in choice)) process.exitCode = 1;
else {
  const signal = stopSignal();
  await bundle();
  process.exitCode = await runApp(choice.runtime, { args: process.argv.slice(2), env: {}, signal });
}
