/** `users.get` from the page of the running app, over the real bridge. */
import type { ProfileDraft } from '#contract/profiles.ts';
import { runtimeName } from '#tests/ui/runtime.ts';
import { withApp } from './app.ts';
import { draft, startPool, username } from './pool.ts';
import { median, type Topic } from './table.ts';

const WARM_UP = 50;
const CALLS = 500;

/** Milliseconds from `window.desk.users.get` to its result in the page. Without a target: the runtime decides. */
export async function pageLookup(): Promise<Topic> {
  const pool = await startPool();
  try {
    const took = await withApp((page) =>
      page.evaluate(lookUp, [draft(pool.url), username, WARM_UP, CALLS] as const),
    );
    return {
      title: `Looking a person up from the page, on ${runtimeName()}`,
      rows: [{ name: 'window.desk.users.get', median: median(took), unit: 'ms' }],
      notes: [`${CALLS} calls after ${WARM_UP}. The clock of a page has steps of 0.1 ms at most.`],
    };
  } finally {
    await pool.stop();
  }
}

/** Runs in the page, so it uses nothing from outside itself. */
async function lookUp([profile, name, warmUp, calls]: readonly [ProfileDraft, string, number, number]) {
  const saved = await window.desk.profiles.save(profile);
  if (!saved.ok) throw new Error(`No profile: ${JSON.stringify(saved.error)}`);
  const took: number[] = [];
  for (let call = 0; call < warmUp + calls; call += 1) {
    const start = performance.now();
    const found = await window.desk.users.get({ profileId: saved.value.profileId, username: name });
    const milliseconds = performance.now() - start;
    if (!found.ok) throw new Error(`Not found: ${JSON.stringify(found.error)}`);
    if (call >= warmUp) took.push(milliseconds);
  }
  return took;
}
