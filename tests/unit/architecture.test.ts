/** Proves the layer rule of the project by following the imports of every source file. */
import { describe, expect, it } from 'vitest';
import { importsOf, readImports, sourceFiles, targetOf, type SourceImport } from './source-imports.ts';

interface Layer {
  readonly folder: string;
  /** What the layer may load, as `targetOf` names it. */
  readonly may: RegExp;
  /** What it may take types from besides. */
  readonly mayTakeTypesFrom?: RegExp;
}

const layers: readonly Layer[] = [
  { folder: 'electron/contract', may: /^(zod$|electron\/contract\/)/ },
  {
    folder: 'electron/core',
    may: /^(electron\/(core|contract)\/|(?!electron|vue|@vue|renderer|build|tests))/,
  },
  {
    folder: 'electron/preload',
    may: /^(electron$|electron\/(preload\/|contract\/(channels|events)\.ts$))/,
    mayTakeTypesFrom: /^electron\/contract\//,
  },
  {
    folder: 'electron/main',
    may: /^(electron$|electron-updater$|electron\/(main|core|contract)\/|(?!electron|@aws-sdk|vue|@vue|renderer|build|tests))/,
  },
  {
    folder: 'renderer/src',
    may: /^(renderer\/src\/|electron\/contract\/|build\/icons\/|(?!electron|node:|@aws-sdk|renderer|build|tests))/,
  },
];

/** Of all files, with what each imports. Read once: every check below looks at the same picture. */
const files = new Map<string, readonly (SourceImport & { readonly target: string })[]>();
for (const { folder } of layers) {
  for (const file of await sourceFiles(folder)) {
    const imports = await readImports(file);
    files.set(
      file,
      imports.map((it) => ({ ...it, target: targetOf(it.specifier ?? '(computed)', file) })),
    );
  }
}

/** Every module that is loaded together with a file, before anything runs: packages and files of ours. */
function loadedWith(entry: string, kinds: readonly SourceImport['kind'][]): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    for (const { target, kind } of files.get(file) ?? []) if (kinds.includes(kind)) loaded.add(target);
  }
  return loaded;
}

describe('layers', () => {
  it.each(layers)('$folder imports only what it may', ({ folder, may, mayTakeTypesFrom }) => {
    const own = [...files].filter(([file]) => file.startsWith(`${folder}/`));
    const broken = own.flatMap(([file, imports]) =>
      imports
        .filter(
          ({ target, kind }) => !may.test(target) && !(kind === 'type' && mayTakeTypesFrom?.test(target)),
        )
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  it('leave no import to be put together at run time', () => {
    const computed = [...files].filter(([, imports]) => imports.some(({ specifier }) => specifier === null));
    expect(computed.map(([file]) => file)).toEqual([]);
  });

  it('reach for IPC in one file on each side', () => {
    const raw = [...files].filter(([, imports]) =>
      imports.some(
        ({ target, names }) =>
          target === 'electron' && names.some((name) => /^ipc(Main|Renderer)$/.test(name)),
      ),
    );
    expect(raw.map(([file]) => file)).toEqual(['electron/preload/index.ts', 'electron/main/index.ts']);
  });

  it('keep zod and Node out of the preload', () => {
    const loaded = loadedWith('electron/preload/index.ts', ['static', 'dynamic']);
    expect([...loaded].filter((target) => target === 'zod' || target.startsWith('node:'))).toEqual([]);
  });

  it('keep the AWS SDK and SRP out of the start of the app', () => {
    const loaded = loadedWith('electron/main/index.ts', ['static']);
    expect(loaded.size).toBeGreaterThan(10);
    expect(
      [...loaded].filter((target) => /^(?:@(?:aws-sdk|smithy)\/|cognito-srp-helper$)/.test(target)),
    ).toEqual([]);
  });
});

describe('the walk', () => {
  it('sees every way to name a module', () => {
    const source = `
      import a, { b as c } from 'one';
      import type { D } from 'two';
      import { type E } from 'three';
      import 'four';
      export { f } from 'five';
      export type * from 'six';
      type G = typeof import('seven');
      const h = async () => (await import('eight')).default;
      const i = require('nine');
      const j = import(name);
    `;
    expect(importsOf(source).map(({ specifier, kind }) => `${String(specifier)} ${kind}`)).toEqual([
      'one static',
      'two type',
      'three static',
      'four static',
      'five static',
      'six type',
      'seven type',
      'eight dynamic',
      'nine static',
      'null dynamic',
    ]);
  });

  it('follows relative paths, names with # and modules of Node', () => {
    const importer = 'electron/core/cognito/sdk.ts';
    expect(targetOf('../ports.ts', importer)).toBe('electron/core/ports.ts');
    expect(targetOf('#contract/result.ts', importer)).toBe('electron/contract/result.ts');
    expect(targetOf('path', importer)).toBe('node:path');
    expect(targetOf('zod', importer)).toBe('zod');
  });
});
