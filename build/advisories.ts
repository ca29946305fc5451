/**
 * Known weaknesses of what ships: `npm run advisories`, after `npm run bundle`. All libraries are devDependencies, since
 * they are bundled, so `npm audit --omit=dev` would look at nothing, and `npm audit` at every tool. This takes the
 * answer of `npm audit` and fails for the packages that really are in the bundle, and for Electron.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './runtime.ts';
import { partsFile } from './third-party.ts';

/** As far as it is needed of what `npm audit --json` prints, since npm 7. */
type Audit = {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        /** The advisories on the package itself; a name stands for a package that it depends on. */
        readonly via: readonly (
          | string
          | { readonly title: string; readonly url: string; readonly severity: string }
        )[];
      }
    >
  >;
};

/** A line for each advisory on one of the packages in `shipped`, and how many there are on others. */
export function advisoriesOn(
  shipped: ReadonlySet<string>,
  audit: Audit,
): { readonly ofShipped: readonly string[]; readonly others: number } {
  // Npm answers with an error in the same form where it could not ask.
  if (!audit.vulnerabilities)
    throw new Error(`npm audit gave no answer: ${JSON.stringify(audit).slice(0, 500)}`);
  const lines = Object.entries(audit.vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((it) =>
      typeof it === 'string' ? [] : [{ name, text: `${name}: ${it.title} (${it.severity}) ${it.url}` }],
    ),
  );
  return {
    ofShipped: lines.filter(({ name }) => shipped.has(name)).map(({ text }) => text),
    others: lines.filter(({ name }) => !shipped.has(name)).length,
  };
}

if (import.meta.main) {
  const bom = JSON.parse(await readFile(join(root, 'dist/third-party', partsFile), 'utf8')) as {
    readonly components: readonly { readonly name: string }[];
  };
  // It ends with an error as soon as there is any advisory.
  const { stdout } = spawnSync('npm audit --json', { cwd: root, encoding: 'utf8', shell: true });
  const { ofShipped, others } = advisoriesOn(
    new Set(bom.components.map(({ name }) => name)),
    JSON.parse(stdout) as Audit,
  );
  for (const line of ofShipped) console.error(line);
  console.log(
    `${String(ofShipped.length)} on what ships, ${String(others)} on tools that stay on the computers of developers.`,
  );
  if (ofShipped.length > 0) process.exitCode = 1;
}
