/** Packs once for all tests of the project, and bundles a second time beside it, to compare. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '#build/runtime.ts';
import { packAll, runScript, type Packed } from './pack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
    /** Folder of a second bundle of the same sources. */
    secondBundle: string;
  }
}

export default async function setUp(project: TestProject) {
  const scratch = await mkdtemp(join(tmpdir(), 'cognito-desk-package-'));
  const secondBundle = join(scratch, 'dist');
  if (!existsSync(join(root, 'dist/main/index.cjs'))) await runScript(['build/bundle.ts']);
  const [packed] = await Promise.all([packAll(scratch), runScript(['build/bundle.ts', secondBundle])]);
  project.provide('packed', packed);
  project.provide('secondBundle', secondBundle);
  return () => rm(scratch, { recursive: true, force: true });
}
