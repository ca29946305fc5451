/**
 * Whether a tag can become a release: `node build/check-release.ts TAG OWNER/REPOSITORY`. The version, the changelog and
 * the place where installed apps look for updates have to agree with it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import app from '../package.json' with { type: 'json' };
import { notesOf } from './release-notes.ts';

type Release = {
  readonly tag: string;
  /** Owner and name of the repository that the release is made in. */
  readonly repository: string;
  /** Of package.json. */
  readonly version: string;
  readonly changelog: string;
  /** Where installed apps will look for updates. */
  readonly publish: { readonly owner?: string; readonly repo?: string };
};

/** What stands in the way of a release, a sentence for each. */
export function problemsOf({ tag, repository, version, changelog, publish }: Release): readonly string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, but package.json has version ${version}.`);
  try {
    notesOf(changelog, version);
  } catch (error) {
    problems.push((error as Error).message);
  }
  const target = `${publish.owner ?? ''}/${publish.repo ?? ''}`;
  if (target !== repository) {
    problems.push(
      `Installed apps would look for updates in ${target}, but this is ${repository}: see publish in electron-builder.yml.`,
    );
  }
  return problems;
}

if (import.meta.main) {
  const read = (file: string) => readFile(join(import.meta.dirname, '..', file), 'utf8');
  const [tag = '', repository = ''] = process.argv.slice(2);
  const { publish } = parse(await read('electron-builder.yml')) as Pick<Release, 'publish'>;
  const changelog = await read('CHANGELOG.md');
  const problems = problemsOf({ tag, repository, version: app.version, changelog, publish });
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`${tag} can be released.`);
}
