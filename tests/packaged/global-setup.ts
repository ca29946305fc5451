/** A folder in which the packaged app keeps its files on Linux, as long as the tests run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-packaged-'));
  process.env['COGNITO_DESK_PACKAGED_FILES'] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
