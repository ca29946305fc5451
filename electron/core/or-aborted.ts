import { addAbortListener } from 'node:events';
import { fail } from './app-failure.ts';

/** As `promise`, unless `signal` is aborted before: `cancelled`. What `promise` still brings then is dropped. */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const listening = addAbortListener(signal, () => {
    aborted.reject(fail('cancelled', {}));
  });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    listening[Symbol.dispose]();
  }
}
