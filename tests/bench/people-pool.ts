/** A pool of many people over loopback, in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startAwsStub } from '#tests/support/aws-stub.ts';
import { createPool, subOf, type PoolOptions } from '#tests/support/pool-stub.ts';

/** `PoolOptions` that fit into an argument; `perPage` is for every page alike. */
type Plain = Pick<PoolOptions, 'size' | 'delay' | 'ignoresLimit'> & { readonly perPage?: number };

export type PeoplePool = {
  readonly url: string;
  /** How many pages were served so far. */
  readonly pages: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

export async function startPeoplePool(options: Plain): Promise<PeoplePool> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], { execArgv: [] });
  const answer = async () => {
    const [message] = (await once(child, 'message')) as [unknown];
    return message;
  };
  const url = String(await answer());
  return {
    url,
    async pages() {
      child.send('pages');
      return Number(await answer());
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

if (import.meta.main) {
  const { perPage = 60, ...options } = JSON.parse(process.argv[2] ?? '{}') as Plain;
  const stub = await startAwsStub();
  const pool = createPool({ ...options, pageSize: () => perPage });
  pool.serve(stub);
  // Made before anything is measured: filters ask for those of everybody.
  for (let index = 0; index < (options.size ?? 0); index += 1) subOf(index);
  process.on('message', () => process.send?.(pool.served.pages));
  process.send?.(stub.url);
  // The bench is gone.
  process.once('disconnect', () => process.exit());
}
