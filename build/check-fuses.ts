/**
 * Reads the fuses back from a packed program, and fails where one is not as the configuration states it:
 * `node build/check-fuses.ts PROGRAM [CONFIGURATION]`. On macOS the program is the app or the file within.
 */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { root } from './runtime.ts';

type Configuration = {
  readonly extends?: string;
  readonly electronFuses?: Readonly<Record<string, boolean>>;
};

/** The fuses that a configuration states, with those of the one that it extends. */
async function statedIn(file: string): Promise<Readonly<Record<string, boolean>>> {
  const configuration = parse(await readFile(join(root, file), 'utf8')) as Configuration;
  const base = configuration.extends === undefined ? {} : await statedIn(configuration.extends);
  return { ...base, ...configuration.electronFuses };
}

/** Fuses that are not as stated, or that nothing is stated of; a line for each. */
export async function checkFuses(program: string, configuration: string): Promise<readonly string[]> {
  const stated = await statedIn(configuration);
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(program)) };
  return Object.entries(FuseV1Options).flatMap(([name, index]) => {
    if (typeof index !== 'number') return [];
    const wanted = stated[name.replace(/^./, (first) => first.toLowerCase())];
    if (wanted === undefined) return [`${name}: nothing is stated`];
    // A fuse is a character in the binary.
    const found = wire[index] === '1'.charCodeAt(0);
    return found === wanted
      ? []
      : [`${name}: ${found ? 'on' : 'off'}, but ${wanted ? 'on' : 'off'} is stated`];
  });
}

if (import.meta.main) {
  const [program = '', configuration = 'electron-builder.yml'] = process.argv.slice(2);
  const problems = await checkFuses(resolve(program), configuration);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'Every fuse is as stated.' : 'The fuses are not as stated.');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
