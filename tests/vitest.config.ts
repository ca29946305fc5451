import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

const project = (name: string, timeout: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    globalSetup,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: timeout,
  },
});

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // By itself it would leave one of two cores to others, and tests wait more than they work.
    maxWorkers: 2,
    projects: [
      project('unit', 30_000),
      project('integration', 60_000),
      project('package', 300_000, ['tests/package/global-setup.ts']),
    ],
  },
});
