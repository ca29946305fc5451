/** What is said of the work of others, held against the source maps of the bundle: they name every file in it. */
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root } from '#build/runtime.ts';
import { noticesFile, noticesOf, partsFile, readPackages } from '#build/third-party.ts';

/** The one that has just been made. */
const dist = inject('secondBundle');

type Part = { readonly name: string; readonly version: string; readonly type: string };
let notices: string;
let partsText: string;
let parts: readonly Part[];

beforeAll(async () => {
  notices = await readFile(join(dist, 'third-party', noticesFile), 'utf8');
  partsText = await readFile(join(dist, 'third-party', partsFile), 'utf8');
  parts = (JSON.parse(partsText) as { readonly components: readonly Part[] }).components;
});

/** Name and version of each package that source maps of the bundle name a file of. */
async function packagesInMaps(): Promise<readonly string[]> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const maps = entries.filter(({ name }) => name.endsWith('.map'));
  const folders = new Set<string>();
  for (const { parentPath, name } of maps) {
    const { sources } = JSON.parse(await readFile(join(parentPath, name), 'utf8')) as {
      readonly sources: readonly string[];
    };
    for (const source of sources) {
      const folder = /(node_modules\/.*)$/.exec(source)?.[1];
      const path = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(folder ?? '')?.[0];
      if (path !== undefined) folders.add(path);
    }
  }
  return Promise.all(
    Array.from(folders, async (folder) => {
      const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Part;
      return `${manifest.name} ${manifest.version}`;
    }),
  );
}

describe('the notices', () => {
  it('name every package of which something is in the bundle', async () => {
    const bundled = await packagesInMaps();
    const named = notices.split('\n');

    expect(bundled.length).toBeGreaterThan(50);
    expect(bundled.filter((it) => !named.some((line) => line.startsWith(`${it} (`)))).toEqual([]);
  });

  it('name what leaves no trace in a source map: fonts, and helpers of the tools', () => {
    for (const name of [
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      'vite',
      'rolldown',
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} \\d\\S+ \\((OFL-1\\.1|MIT)\\)$`, 'm'));
    }
  });

  it('have the text of the terms, also for a package that came without its own', () => {
    expect(notices).toContain('SIL OPEN FONT LICENSE');
    expect(notices).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    expect(notices).toMatch(/^@aws-sdk\/nested-clients /m);
  });

  it('name no tool that is only used to build or to test', () => {
    for (const name of ['vitest', 'electron-builder', 'typescript', 'cognito-local', 'playwright']) {
      expect(notices).not.toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

describe('the list of parts', () => {
  it('is valid CycloneDX 1.6', async () => {
    const problem = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(partsText);

    expect(problem).toBeNull();
    expect(JSON.parse(partsText)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  });

  it('has the packages of the notices, and Electron', () => {
    const inNotices = notices
      .split('\n')
      .flatMap((line) => /^(\S+ \d\S*) \([\w.-]+\)$/.exec(line)?.[1] ?? [])
      .toSorted();

    expect(
      parts
        .filter(({ type }) => type === 'library')
        .map(({ name, version }) => `${name} ${version}`)
        .toSorted(),
    ).toEqual(inNotices);
    expect(parts.filter(({ type }) => type === 'framework')).toMatchObject([{ name: 'electron' }]);
  });

  it('says what comes with what', () => {
    const { dependencies } = JSON.parse(partsText) as {
      readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
    };
    const of = (name: string) =>
      dependencies.find(({ ref }) => ref.startsWith(`pkg:npm/${name}@`))?.dependsOn?.map((it) => it.slice(8));

    expect(of('cognito-desk')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^zod@/), expect.stringMatching(/^electron@/)]),
    );
    expect(of('cognito-desk')).not.toContainEqual(expect.stringMatching(/^crypto-js@/));
    expect(of('cognito-srp-helper')).toContainEqual(expect.stringMatching(/^crypto-js@/));
  });
});

describe('a package', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cognito-desk-licences-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const repository = { url: 'https://example.com/project.git' };

  async function put(name: string, manifest: object, licence?: string): Promise<string> {
    const place = join(folder, name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    if (licence !== undefined) await writeFile(join(place, 'LICENSE'), licence);
    return place;
  }

  it.each([
    { license: 'GPL-3.0-only' },
    { license: 'SEE LICENSE IN LICENSE.md' },
    { license: { type: 'MIT' } },
    {},
  ])('with the terms $license stops the build', async (manifest) => {
    const place = await put('odd', manifest, 'text');

    await expect(readPackages([place])).rejects.toThrow(/odd 1\.0\.0: the licence is /);
  });

  it('without a text of its terms stops the build', async () => {
    const place = await put('bare', { license: 'MIT' });

    await expect(readPackages([place])).rejects.toThrow('bare 1.0.0: no text of a licence was found');
  });

  it('without a text takes that of another from the same place under the same terms', async () => {
    const places = [
      await put('bare', { license: 'MIT', repository }),
      await put('other-terms', { license: 'ISC', repository }, 'Other terms'),
      await put('sibling', { license: 'MIT', repository }, 'Terms\r\nof the project'),
      await put('stranger', { license: 'MIT' }, 'Of somebody else'),
    ];

    const packages = await readPackages(places);
    expect(packages.map(({ texts }) => texts)).toEqual([
      ['Terms\nof the project'],
      ['Other terms'],
      ['Terms\nof the project'],
      ['Of somebody else'],
    ]);
    expect(noticesOf(packages)).toContain('bare 1.0.0 (MIT)\nsibling 1.0.0 (MIT)\n----');
  });
});
