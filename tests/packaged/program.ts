/** The packaged program under test, and what it is started with. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '#build/runtime.ts';
import { machineEnvironment } from '#tests/support/machine-environment.ts';

const named = process.env['PROGRAM'];
if (named === undefined) throw new Error('PROGRAM has to name the packaged program.');
export const program = resolve(root, named);
if (!existsSync(program)) throw new Error(`There is no ${program}.`);

/**
 * On Linux the app keeps its files apart from those of an installed one. Windows and macOS do not ask the environment
 * where they belong.
 */
export const environment = {
  ...machineEnvironment(),
  XDG_CONFIG_HOME: process.env['COGNITO_DESK_PACKAGED_FILES'] ?? '',
};
