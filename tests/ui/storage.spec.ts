/** Where secrets cannot be kept safely, they are not kept; and what cannot be opened is not thrown away. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { everythingOnDisk } from './support/folders.ts';
import { addProfiles, draft, planted } from './support/profiles.ts';
import { signedIn } from './support/replies.ts';
import { button, openScreen, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

test.skip(electronForTests() !== undefined, 'Only the stand-in has keyrings that a test can choose.');

const title = 'This computer cannot protect secrets right now, so we will not save them';

for (const [keyring, reason] of [
  ['absent', 'The system offers no keyring to keep the key in.'],
  ['weak', 'The keyring in use here would not really protect the key.'],
  ['locked', 'The keyring is locked.'],
] as const) {
  test.describe(`a keyring that is ${keyring}`, () => {
    test.use({
      appEnv: async ({}, use, info) =>
        use({ ELECTRON_STANDIN_KEYRING: keyring, COGNITO_DESK_USER_DATA: info.outputPath('data') }),
    });

    test('profiles work for this run, the screen says so, and nothing is written', async ({
      app,
      page,
      stub,
    }, info) => {
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      await expect(page.getByText(reason)).toBeVisible();
      await expect(page.getByRole('link', { name: 'Not saved: this run only' })).toBeVisible();

      stub.on('InitiateAuth', signedIn());
      await addProfiles(
        page,
        draft(stub.url, { name: 'Zanzibar', clientSecret: { change: 'set', value: planted.clientSecret } }),
      );
      await openScreen(page, 'Sign in');
      await signIn(page, 'jane', 'Jane-Password-1!');
      await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
      await openScreen(page, 'Profiles');
      await expect(page.getByRole('heading', { name: title })).toBeVisible();

      const disk = await everythingOnDisk(info.outputPath('data'));
      for (const text of [...Object.values(planted), 'Zanzibar', 'AKIAPLANTED'])
        expect(disk).not.toContain(text);
      const again = await app.restart();
      await expect(again.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
    });
  });
}

test.describe('profiles of another account or computer', () => {
  test.use({ appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }) });

  test('stay in the file, the screen says so, and new ones can be added', async ({ app, stub }, info) => {
    await app.start(draft(stub.url, { name: 'Sealed elsewhere' }));
    await writeFile(join(info.outputPath('data'), 'electron-standin.key'), randomBytes(32));
    const again = await app.restart();
    await expect(
      again.getByRole('heading', { name: 'One saved profile cannot be opened here' }),
    ).toBeVisible();
    await expect(again.getByText('Nothing was deleted')).toBeVisible();
    const sealed = await everythingOnDisk(info.outputPath('data'));

    await button(again, 'Start fresh…').click();
    await again.getByRole('alertdialog').getByRole('button', { name: 'Start fresh' }).click();
    await expect(again.getByRole('heading', { name: 'One saved profile cannot be opened here' })).toHaveCount(
      0,
    );
    const [vault = ''] = /"records": \[[^\]]*\]/.exec(sealed) ?? [];
    expect(vault).not.toBe('');
    expect(await everythingOnDisk(info.outputPath('data'))).toContain(vault);

    await addProfiles(again, draft(stub.url, { name: 'Made here' }));
    await openScreen(again, 'Profiles');
    await expect(button(again, 'Delete Made here')).toBeVisible();
  });
});
