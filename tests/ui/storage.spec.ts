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

test.describe('a keyring that is locked or missing', () => {
  test.use({
    appEnv: async ({}, use, info) =>
      use({ ELECTRON_STANDIN_KEYRING: 'locked', COGNITO_DESK_USER_DATA: info.outputPath('data') }),
  });

  test('profiles work for this run, the screen says so, and nothing is written', async ({
    app,
    page,
    stub,
  }, info) => {
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.getByText('No keyring that is unlocked was found here')).toBeVisible();
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

test.describe('saved profiles whose key the system does not hand out', () => {
  test.use({ appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }) });
  const outOfReach = 'The saved profiles are out of reach right now';

  test('wait for a restart, which a button does, and nothing is lost', async ({ app, stub }) => {
    await app.start(draft(stub.url, { name: 'Zanzibar' }));
    const page = await app.restart({ ELECTRON_STANDIN_KEYRING: 'locked' });
    await expect(page.getByRole('heading', { name: outOfReach })).toBeVisible();
    await expect(page.getByText('Unlock the keyring')).toBeVisible();
    await button(page, 'Restart Cognito Desk').click();
    await app.ended();
  });

  test('come by themselves when the question of the keyring is answered late', async ({ app, stub }) => {
    await app.start(draft(stub.url, { name: 'Zanzibar' }));
    const page = await app.restart({ ELECTRON_STANDIN_KEYRING: 'unanswered' });
    // The limit for the answer has not passed yet: the first screen waits with the person.
    await expect(page.getByRole('heading', { name: outOfReach })).toBeVisible({ timeout: 30_000 });
    await app.standIn().ask('answerKeyring', 'strong');
    await expect(page.getByRole('heading', { name: outOfReach })).toHaveCount(0);
    await openScreen(page, 'Profiles');
    await expect(page.getByRole('heading', { name: 'Zanzibar' })).toBeVisible();
  });
});

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
