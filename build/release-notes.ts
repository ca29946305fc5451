/** Prints what CHANGELOG.md says of the version in package.json: `node build/release-notes.ts`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import app from '../package.json' with { type: 'json' };

/**
 * The part of a changelog under the heading of `version`, which is `## 1.2.3` with or without a date behind it.
 * Throws where there is none, or nothing in it: a release without a word about it was forgotten.
 */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.replaceAll('\r\n', '\n').split(/^## /m).slice(1);
  const section = sections.find((it) => it.split(/[\s,(]/, 1)[0]?.replaceAll(/[[\]]/g, '') === version);
  const notes = section?.slice(section.indexOf('\n')).trim();
  if (notes === undefined) throw new Error(`CHANGELOG.md has no section for ${version}.`);
  if (notes === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return notes;
}

if (import.meta.main) {
  const changelog = await readFile(join(import.meta.dirname, '../CHANGELOG.md'), 'utf8');
  console.log(notesOf(changelog, app.version));
}
