/**
 * Whose work is in the bundle besides ours, and on which terms. Each bundling writes the notices that every installed
 * app carries, and the list of parts (CycloneDX 1.6) that goes with a release; it fails where terms are not on the list.
 */
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Terms that ask for no more than their text beside the app. Any other is a question for a person first. */
const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1',
];

/**
 * Packages that name their terms and their author but come without the text, also where their sources are. Looked at by
 * a person, each in this version.
 */
const textless: Readonly<Record<string, string>> = { 'lazy-val 1.0.5': 'Vladimir Krivosheev' };

const mit = (holder: string) => `The MIT License (MIT)

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

export const noticesFile = 'THIRD-PARTY-LICENSES.txt';
export const partsFile = 'cognito-desk.cdx.json';

/** A package as its `package.json` describes it. */
type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

/** A package of which something is in the bundle. */
export type BundledPackage = {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly licence: string;
  /** The licence and, where there is one, the notice that has to go with it. */
  readonly texts: readonly string[];
};

const nameOf = ({ manifest: { name, version } }: BundledPackage) => `${name} ${version}`;

/** Helpers that the tools put into what they build, by the names that they give to them. */
const toolOf: readonly (readonly [RegExp, string])[] = [
  [/^\0?rolldown\//, 'rolldown'],
  [/^(?:\0vite\/|__vite-optional-peer-dep:)/, 'vite'],
  [/^\0plugin-vue:/, '@vitejs/plugin-vue'],
];

/** Notes the folder of each package that a build takes something from. What a build leaves out again is not noted. */
export function recordBundled(folders: Set<string>): Plugin {
  let base = root;
  return {
    name: 'record-bundled',
    configResolved: (config) => void (base = config.root),
    async generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        const sources = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
        for (const source of sources) {
          const folder = await packageFolder(source, base);
          if (folder !== undefined) folders.add(folder);
        }
      }
    },
  };
}

/** Undefined for a file of ours. */
async function packageFolder(source: string, base: string): Promise<string | undefined> {
  const tool = toolOf.find(([pattern]) => pattern.test(source));
  if (tool) return join(root, 'node_modules', tool[1]);
  if (source.startsWith('\0')) throw new Error(`The bundle has a part of unknown origin: ${source.slice(1)}`);
  const file = resolve(base, source.replace(/\?.*$/, ''));
  if (!/[\\/]node_modules[\\/]/.test(file)) return undefined;
  // Some packages have a package.json in folders of theirs that only names the kind of module.
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = await readManifest(folder).catch(() => undefined);
    if (manifest?.name !== undefined && manifest.version !== undefined) return folder;
  }
  throw new Error(`No package was found for ${file}`);
}

const readManifest = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Reads the terms of the packages in `folders`, and refuses those that are not allowed or have no text. */
export async function readPackages(folders: Iterable<string>): Promise<readonly BundledPackage[]> {
  const found = await Promise.all(
    Array.from(folders, async (folder) => {
      const manifest = await readManifest(folder);
      const { license } = manifest;
      return {
        folder,
        manifest,
        licence: typeof license === 'string' ? license : JSON.stringify(license ?? 'none'),
        texts: await licenceTexts(folder),
      };
    }),
  );
  const packages = found
    .map((it) => ({ ...it, texts: it.texts.length > 0 ? it.texts : textsElsewhere(it, found) }))
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

  const problems = packages.flatMap((it) => [
    ...(allowedLicences.includes(it.licence) ? [] : [`${nameOf(it)}: the licence is ${it.licence}`]),
    ...(it.texts.length > 0 ? [] : [`${nameOf(it)}: no text of a licence was found`]),
  ]);
  if (problems.length > 0) {
    throw new Error(
      `Packages that may not be bundled before someone has looked at them (build/third-party.ts):\n${problems.join('\n')}`,
    );
  }
  return packages;
}

async function licenceTexts(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|copying|notice)\b/i.test(name));
  const texts = await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll(/\r\n?/g, '\n').trim());
}

/** A few packages of a common repository come without its licence file. The terms are those of their siblings. */
function textsElsewhere(bare: BundledPackage, all: readonly BundledPackage[]): readonly string[] {
  const author = textless[nameOf(bare)];
  if (author !== undefined && bare.licence === 'MIT') return [mit(author)];
  const home = repositoryOf(bare.manifest);
  if (home === undefined) return [];
  return (
    all.find(
      ({ manifest, licence, texts }) =>
        texts.length > 0 && licence === bare.licence && repositoryOf(manifest) === home,
    )?.texts ?? []
  );
}

const repositoryOf = ({ repository }: Manifest) =>
  typeof repository === 'string' ? repository : repository?.url;

/** The text that ships with the app. Packages with the same text share it: most of the AWS SDK does. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const byText = Map.groupBy(packages, ({ texts }) => texts.join('\n\n'));
  const blocks = Array.from(byText, ([text, users]) => {
    const names = users.map((it) => `${nameOf(it)} (${it.licence})`);
    return `${'='.repeat(80)}\n${names.join('\n')}\n${'-'.repeat(80)}\n\n${text}\n`;
  });
  return [
    'Cognito Desk contains the work of others, named here with the terms on which it may be passed on.\n' +
      'Electron and Chromium have files of their own: LICENSE.electron.txt and LICENSES.chromium.html.\n',
    ...blocks,
  ].join('\n');
}

/**
 * The parts of the app as CycloneDX 1.6 in JSON. Without the time and a serial number, so that one commit gives one
 * list.
 *
 * @param app our own package.json
 * @param runtime the package.json of Electron, which every installed app holds
 */
export function partsOf(packages: readonly BundledPackage[], app: Manifest, runtime: Manifest): string {
  const bom = new Models.Bom();
  const application = component(Enums.ComponentType.Application, app, 'MIT');
  bom.metadata.component = application;

  const electron = component(Enums.ComponentType.Framework, runtime, 'MIT');
  const libraries = new Map(
    packages.map(({ folder, manifest, licence }) => [
      folder,
      component(Enums.ComponentType.Library, manifest, licence),
    ]),
  );
  const link = (from: Models.Component, folder: string, names: readonly string[]) => {
    for (const name of names) {
      const target = libraries.get(findInstalled(name, folder, libraries));
      if (target) from.dependencies.add(target.bomRef);
    }
  };
  application.dependencies.add(electron.bomRef);
  link(application, root, Object.keys({ ...app.dependencies, ...app.devDependencies }));
  for (const { folder, manifest } of packages) {
    const library = libraries.get(folder);
    if (library)
      link(library, folder, Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  }
  for (const part of [electron, ...libraries.values()]) bom.components.add(part);

  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function component(type: Enums.ComponentType, manifest: Manifest, licence: string): Models.Component {
  const { name, version } = manifest;
  // An @ in front of a scope is escaped: https://github.com/package-url/purl-spec, type npm.
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const made = new Models.Component(type, name, { version, purl, bomRef: purl });
  made.licenses.add(new Models.SpdxLicense(licence));
  const home = repositoryOf(manifest);
  if (home !== undefined && URL.canParse(home)) {
    made.externalReferences.add(new Models.ExternalReference(home, Enums.ExternalReferenceType.VCS));
  }
  return made;
}

/** Where Node would find `name` for a file in `folder`, as far as it is among `known`. */
function findInstalled(name: string, folder: string, known: ReadonlyMap<string, unknown>): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (known.has(candidate)) return candidate;
  }
  return '';
}

/** Writes the notices and the list of parts for the packages in `folders` into `target`. */
export async function writeThirdParty(folders: Iterable<string>, target: string): Promise<void> {
  const [packages, app, runtime] = await Promise.all([
    readPackages(folders),
    readManifest(root),
    readManifest(join(root, 'node_modules/electron')),
  ]);
  await mkdir(target, { recursive: true });
  await Promise.all([
    writeFile(join(target, noticesFile), noticesOf(packages)),
    writeFile(join(target, partsFile), partsOf(packages, app, runtime)),
  ]);
}
