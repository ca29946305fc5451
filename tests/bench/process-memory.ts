import { readdir, readFile } from 'node:fs/promises';

/**
 * Bytes that a process and all that it started take, each shared page counted once among those that share it (PSS). Null
 * where the system has no `/proc` to read them from.
 */
export async function memoryOfTree(pid: number): Promise<number | null> {
  const numbers = await readdir('/proc').catch(() => []);
  const all = await Promise.all(
    numbers
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => ({ pid: Number(name), parent: await parentOf(name) })),
  );
  const tree = [pid];
  // Grows while it is walked.
  for (const member of tree)
    tree.push(...all.filter(({ parent }) => parent === member).map((each) => each.pid));
  const sizes = await Promise.all(tree.map(proportionalSize));
  const known = sizes.filter((size) => size !== null);
  return known.length === 0 ? null : known.reduce((sum, size) => sum + size, 0);
}

async function parentOf(pid: string): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program stands in brackets and may hold anything.
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? null : Number(parent);
}

async function proportionalSize(pid: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
