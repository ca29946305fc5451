import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

type Options = {
  readonly include: string;
  readonly exclude?: string;
  readonly timeout: number;
  readonly isolate?: boolean;
  readonly globalSetup?: string;
};

const project = (name: string, { include, exclude, timeout, isolate = true, globalSetup }: Options) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${include}/**/*.test.ts`],
    exclude: exclude === undefined ? [] : [`tests/${exclude}/**`],
    testTimeout: timeout,
    hookTimeout: timeout,
    isolate,
    globalSetup: globalSetup === undefined ? [] : [globalSetup],
  },
});

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // By itself it would leave one of two cores to others, and tests wait more than they work.
    maxWorkers: 2,
    // Core keeps nothing outside of what its functions make. So the files of its tests share a process, which takes a
    // fifth less of the processor; all others have one each, as what they test or do is of the process as a whole.
    projects: [
      project('unit', { include: 'unit', exclude: 'unit/core', timeout: 30_000 }),
      project('unit-core', { include: 'unit/core', timeout: 30_000, isolate: false }),
      project('integration', { include: 'integration', exclude: 'integration/core', timeout: 60_000 }),
      project('integration-core', { include: 'integration/core', timeout: 60_000, isolate: false }),
      project('package', {
        include: 'package',
        timeout: 300_000,
        globalSetup: 'tests/package/global-setup.ts',
      }),
    ],
  },
});
