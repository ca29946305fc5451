import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The content of every file in a folder and in the folders in it, byte for byte as Latin-1 text. */
export async function everythingOnDisk(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  return contents.join('\n');
}
