import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Node keeps what it has compiled: once, and not at each of some hundred starts. */
export const compileCache = join(tmpdir(), 'electron-standin-compile-cache');
