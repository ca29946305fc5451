/**
 * Measures the built app: `npm run bench`. Bundles it, prints a table for each topic and writes all numbers to
 * `.tmp/bench.json`. Names of topics after `--` measure only these: `npm run bench -- paint`. With `--check` the exit
 * code is 1 when a target is missed; without, a miss is only shown.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { bundle } from '#build/bundle.ts';
import { root } from '#build/runtime.ts';
import { runtimeName } from '#tests/ui/runtime.ts';
import { lookup } from './lookup.ts';
import { memory } from './memory.ts';
import { pageLookup } from './page-lookup.ts';
import { paint } from './paint.ts';
import { sizes } from './sizes.ts';
import { start } from './start.ts';
import { switching } from './switching.ts';
import { pagePeople } from './page-people.ts';
import { people } from './people.ts';
import { passes, tableOf, targetOf, type Topic } from './table.ts';
import { vault } from './vault.ts';

await bundle();
const load = loadavg()[0] ?? 0;
console.log(
  `\nNode ${process.versions.node}, ${availableParallelism()} processors, load ${load.toFixed(1)}.`,
);

const topics: Topic[] = [];
// What a person waits for comes first; each topic runs alone, so that none disturbs another.
const all = { lookup, pageLookup, switching, vault, people, pagePeople, start, paint, memory, sizes };
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
for (const name of wanted) if (!Object.hasOwn(all, name)) throw new Error(`There is no topic ${name}.`);
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const topic = await measure();
  topics.push(topic);
  console.log(`\n${tableOf(topic)}`);
}

const file = join(root, '.tmp/bench.json');
await mkdir(join(root, '.tmp'), { recursive: true });
await writeFile(
  file,
  `${JSON.stringify({ runtime: runtimeName(), load, topics: topics.map(plain) }, null, 2)}\n`,
);

const rows = topics.flatMap((topic) => topic.rows);
const missed = rows.filter((row) => passes(row) === false).length;
console.log(
  `\n${missed === 0 ? 'All targets are met' : `Targets missed: ${missed}`}. Numbers: .tmp/bench.json`,
);
if (missed > 0 && process.argv.includes('--check')) process.exitCode = 1;

/** A topic with its rows as the JSON file has them. */
function plain({ title, notes, rows: measured }: Topic) {
  return {
    title,
    notes,
    rows: measured.map((row) => ({
      name: row.name,
      unit: row.unit,
      median: row.median,
      ratio: row.ratio ?? null,
      target: targetOf(row),
      pass: passes(row),
    })),
  };
}
