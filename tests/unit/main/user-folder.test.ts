import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { claimUserFolder } from '#main/user-folder.ts';
import { temporaryFolder } from '#tests/support/desk.ts';

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

it('the folder of the app’s files is for its user only, also one that was open before', async () => {
  const folder = join(await temporaryFolder(), 'new', 'Cognito Desk');
  claimUserFolder(folder);
  expect(await modeOf(folder)).toBe(0o700);

  const open = join(await temporaryFolder(), 'open');
  await mkdir(open, { mode: 0o755 });
  claimUserFolder(open);
  expect(await modeOf(open)).toBe(0o700);
});
