/** The tour of `npm run demo` where there is no display: the whole way, with the practice pool. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practicePassword, practicePeople, practiceProfile } from '#build/demo-pool.ts';
import { type Emulator, startEmulator } from '#build/emulator.ts';
import { withoutDisplay } from '#build/runtime/choose.ts';
import { takeTour } from '#build/tour.ts';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { machineEnvironment } from '#tests/support/machine-environment.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-tour-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});
test.skip(electronForTests() !== undefined, 'The tour without a display is one on the stand-in.');

/** A pool that is not there any more. */
const gone = { url: 'http://127.0.0.1:9', onCode: () => undefined };

async function tourOf(
  pool: Pick<Emulator, 'url' | 'onCode'>,
  folder: string,
  print: (line: string) => void,
  signal = new AbortController().signal,
): Promise<number> {
  const demoFile = join(folder, 'demo.json');
  await writeFile(demoFile, JSON.stringify({ profile: practiceProfile(pool.url), practicePeople }));
  const choice = withoutDisplay('linux', {});
  if (!choice) throw new Error('There is a display.');
  return takeTour({
    choice,
    env: {
      ...machineEnvironment(),
      COGNITO_DESK_DEMO: demoFile,
      COGNITO_DESK_USER_DATA: join(folder, 'data'),
    },
    emulator: pool,
    pictures: join(folder, 'pictures'),
    print,
    signal,
  });
}

test('does the four operations as a person would, says what came of each, and keeps a picture', async ({
  folder,
}) => {
  const emulator = await startEmulator();
  try {
    const lines: string[] = [];
    const code = await tourOf(emulator, folder, (line) => lines.push(line));
    expect(lines.filter((line) => !line.startsWith('   picture: '))).toEqual([
      '1. Sign up noa.lindgren@example.com, with the code that the pool sends (aws cognito-idp sign-up)',
      '   “Created, code sent; noa.lindgren@example.com is confirmed”',
      '2. Sign in as noa.lindgren@example.com (aws cognito-idp initiate-auth)',
      '   “Signed in as noa.lindgren@example.com”',
      '3. Look ines.marchetti up (aws cognito-idp admin-get-user)',
      '   “Inês Marchetti can sign in”',
      '4. Get the access token of ines.marchetti, and copy it (aws cognito-idp initiate-auth --query AuthenticationResult.AccessToken)',
      expect.stringMatching(
        /^ {3}“Access token of ines\.marchetti, (59|60) minutes left; Clipboard clears in \d+ s”$/,
      ),
      expect.stringMatching(/^That was the tour\./),
    ]);
    expect(code).toBe(0);
    // Neither the password nor the beginning of any token.
    expect(lines.join('\n')).not.toContain(practicePassword);
    expect(lines.join('\n')).not.toMatch(/eyJ/);
    for (const name of ['1-sign-up', '2-sign-in', '3-look-a-person-up', '4-get-an-access-token']) {
      const picture = await readFile(join(folder, 'pictures', `${name}.png`));
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      // Width and height are the first numbers of a PNG's header.
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1280, 800]);
    }
  } finally {
    await emulator.stop();
  }
});

test('says which step did not work and what the window says, and ends with 1', async ({ folder }) => {
  const lines: string[] = [];
  const code = await tourOf(gone, folder, (line) => lines.push(line));
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^1\. Sign up /),
    expect.stringMatching(
      /^ {3}did not work: the app reports a failure\. The window says: Sign up \/ .*127\.0\.0\.1/,
    ),
    expect.stringMatching(/^ {3}picture: .*1-sign-up\.png$/),
  ]);
  expect((await readFile(join(folder, 'pictures', '1-sign-up.png'))).subarray(1, 4).toString()).toBe('PNG');
});

test('ends the app and tells of no failure when somebody ends it meanwhile', async ({ folder }) => {
  const ending = new AbortController();
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  // The tour listens for codes once it has the window before it.
  const endedThen = {
    ...gone,
    onCode: () => {
      ending.abort();
    },
  };
  await expect(tourOf(endedThen, folder, print, ending.signal)).rejects.toThrow('aborted');
  // Nothing starts any more after that.
  await expect(tourOf(gone, folder, print, ending.signal)).rejects.toThrow('aborted');
  expect(lines).toEqual([]);
});
