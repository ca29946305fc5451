/** Profile cards and backups, as a person sees them: saved, opened, looked at, taken over. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { addProfiles, draft, planted } from './support/profiles.ts';
import { button, everythingIn, expectFailure, openScreen } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const passphrase = 'four words are enough';

/** What the file dialogs of a test answer, in order: names in the test's own folder, null for "Cancel". */
const answers = (save: boolean, ...names: readonly (string | null)[]) =>
  names.map((name) => ({ save, name }));
const saving = (...names: readonly (string | null)[]) => answers(true, ...names);
const opening = (...names: readonly (string | null)[]) => answers(false, ...names);

const dialogs = (given: ReturnType<typeof answers>) => ({
  appEnv: async ({}, use: (env: Record<string, string>) => Promise<void>, info: TestInfo) => {
    await mkdir(info.outputPath('files'), { recursive: true });
    const scripted = given.map(({ save, name }) => {
      const path = name === null ? null : info.outputPath('files', name);
      return save ? { filePath: path ?? '' } : { filePaths: path === null ? [] : [path] };
    });
    await use({ ELECTRON_STANDIN_DIALOGS: JSON.stringify(scripted) });
  },
});

const shop = {
  name: 'Staging · Shop',
  environment: 'staging',
  region: 'eu-west-1',
  clientId: '4practice3client2id1for0tests',
  endpoint: null as string | null,
  poolId: 'eu-west-1_Tests0001',
  access: null,
};
const cardWith = (...profiles: readonly object[]) =>
  JSON.stringify({ format: 'cognito-desk card', version: 1, profiles });

const withSecrets = (url: string, name = 'Staging · Shop') =>
  draft(url, { name, clientSecret: { change: 'set', value: planted.clientSecret } });

const entry = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Profiles in the file' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
const choiceFor = (page: Page, name: string) => page.getByLabel(`What to do with ${name}`, { exact: true });

async function drop(page: Page, target: string, text: string, name = 'dropped.cognitodesk'): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([content, called]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], called));
      return data;
    },
    [text, name] as const,
  );
  for (const type of ['dragover', 'drop']) await page.dispatchEvent(target, type, { dataTransfer });
}

async function openImport(page: Page): Promise<void> {
  await openScreen(page, 'Profiles');
  await button(page, 'Import…').click();
  await expect(page.getByRole('heading', { name: 'Import profiles', level: 1 })).toBeFocused();
}

async function choosePaletteEntry(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Paste what you got').fill(text);
  await button(page, 'Read it').click();
}

const profilesOf = async (page: Page) => {
  const result = await page.evaluate(() => window.desk.profiles.list({}));
  if (!result.ok) throw new Error(result.error.code);
  return result.value.profiles;
};

const read = (info: TestInfo, name: string) => readFile(info.outputPath('files', name), 'utf8');

test.describe('a card', () => {
  test.use(
    dialogs([...saving(null, 'plain.cognitodesk', 'sealed.cognitodesk'), ...opening('sealed.cognitodesk')]),
  );

  test('is saved without secrets or under a passphrase, and opened with it', async ({ app, stub }, info) => {
    const page = await app.start(
      draft(stub.url, { name: 'Other', clientId: 'other' }),
      withSecrets(stub.url),
    );
    await openScreen(page, 'Profiles');
    await button(page, 'Export…').click();
    await expect(page.getByRole('heading', { name: 'Export profiles', level: 1 })).toBeFocused();
    const box = (name: string) => page.getByRole('checkbox', { name });
    await expect(box('Staging · Shop')).toBeChecked();
    await expect(box('Other')).not.toBeChecked();
    const save = button(page, 'Save the card…');

    await box('Staging · Shop').uncheck();
    await save.click();
    await expect(page.getByText('Choose at least one profile.')).toBeVisible();
    await button(page, 'Choose all').click();
    await save.click();
    await expect(page.getByText('Nothing was saved.').last()).toBeVisible();
    await save.click();
    await expect(page.getByText('2 profiles were saved as “plain.cognitodesk”.')).toBeVisible();

    await box('Other').uncheck();
    await page.getByRole('radio', { name: 'With secrets' }).click();
    await page.getByLabel('Passphrase of the file').fill('short');
    await save.click();
    await expect(page.getByText('Take at least 12 characters')).toBeVisible();
    await expect(page.getByLabel('Passphrase of the file')).toBeFocused();
    await page.getByLabel('Passphrase of the file').fill(passphrase);
    await page.getByLabel('Repeat it').fill('something else');
    await save.click();
    await expect(page.getByText('This is not the same.')).toBeVisible();
    await page.getByLabel('Repeat it').fill(passphrase);
    await save.click();
    await expect(page.getByText('One profile was saved as “sealed.cognitodesk”.')).toBeVisible();

    const plain = await read(info, 'plain.cognitodesk');
    expect(plain).toContain('Staging · Shop');
    const sealed = await read(info, 'sealed.cognitodesk');
    for (const secret of [...Object.values(planted), 'AKIAPLANTED', passphrase]) {
      expect(plain).not.toContain(secret);
      expect(sealed).not.toContain(secret);
    }
    expect(sealed).not.toContain('Shop');
    for (const name of ['plain.cognitodesk', 'sealed.cognitodesk'])
      expect((await stat(info.outputPath('files', name))).mode & 0o777).toBe(0o600);

    await openImport(page);
    await button(page, 'Choose a file…').click();
    const field = page.getByLabel('Passphrase of the file');
    await expect(field).toBeFocused();
    await field.fill('not this one');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByText('That passphrase does not fit.')).toBeVisible();
    await expect(field).toHaveValue('not this one');
    await field.fill(passphrase);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'One profile in “sealed.cognitodesk”' })).toBeFocused();
    await expect(entry(page, 'Staging · Shop')).toContainText('Nothing differs.');
    await expect(entry(page, 'Staging · Shop')).toContainText('Access keys, in the file');
    // The same as what is there: left out unless the person wants it twice.
    await expect(page.getByText('Everything is left out.')).toBeVisible();
    await choiceFor(page, 'Staging · Shop').selectOption('Keep both');
    await button(page, 'Import one profile').click();
    await expect(page.getByText('One profile added.')).toBeVisible();
    await button(page, 'Use Staging · Shop copy').click();
    await expect(page.getByRole('heading', { name: 'Find a person', level: 1 })).toBeVisible();
    expect(await profilesOf(page)).toMatchObject([
      { name: 'Other' },
      { name: 'Staging · Shop' },
      { name: 'Staging · Shop copy', hasClientSecret: true, access: { kind: 'access-keys' } },
    ]);
    expect(await everythingIn(page)).not.toContain(planted.clientSecret);
  });
});

const linkTo = (text: string) => `cognito-desk:card#${Buffer.from(text).toString('base64url')}`;

test('a card and a link that are opened with the running app wait to be looked at, one after the other', async ({
  app,
}, info) => {
  const page = await app.start(draft('http://127.0.0.1:9', { name: 'Mine' }));
  await openScreen(page, 'Sign in');
  await page.getByLabel('Username').fill('jane');
  await mkdir(info.outputPath('files'), { recursive: true });
  const path = info.outputPath('files', 'from a colleague.cognitodesk');
  await writeFile(path, cardWith(shop));
  await app.startAgain('--some-switch', path);
  await expect(
    page.getByRole('heading', { name: 'One profile in “from a colleague.cognitodesk”' }),
  ).toBeFocused();
  await expect(entry(page, 'Staging · Shop')).toContainText('eu-west-1_Tests0001');

  await app.startAgain(linkTo(cardWith({ ...shop, name: 'By link' })));
  await expect(page.getByRole('heading', { name: 'One profile on this card' })).toBeFocused();
  await expect(entry(page, 'By link')).toBeVisible();
  await expectAccessible(page, 'a link that was opened');

  const refused = page.getByText('This link does not lead to a profile card.');
  await app.startAgain('cognito-desk:run#e30');
  await expect(refused).toBeVisible();
  await app.startAgain(linkTo('{"format":'));
  await expect(page.getByText('This file does not hold profiles.')).toBeVisible();
  await app.startAgain(linkTo(cardWith({ ...shop, clientSecret: 'x' })));
  await expect(page.getByText('Cannot be used.')).toBeVisible();
  await app.startAgain('cognito-desk:card#…');
  await expect(refused).toBeVisible();
  await app.startAgain(info.outputPath('files', 'gone.cognitodesk'), 'notes.txt');
  await expectFailure(page, /gone\.cognitodesk/);
  expect(await profilesOf(page)).toMatchObject([{ name: 'Mine' }]);

  await app.startAgain(linkTo(cardWith({ ...shop, name: 'By link' })));
  await button(page, 'Another file').click();
  await expect(page.getByText(/gone\.cognitodesk/)).toHaveCount(0);
  await app.startAgain(linkTo(cardWith({ ...shop, name: 'By link' })));
  await button(page, 'Import one profile').click();
  await expect(page.getByText('One profile added.')).toBeVisible();
  await openScreen(page, 'Sign in');
  await expect(page.getByLabel('Username')).toHaveValue('jane');
});

test('a card that is opened while the profiles are locked waits for the passphrase', async ({ app }) => {
  const page = await app.start(draft('http://127.0.0.1:9', { name: 'Mine' }));
  await page.evaluate(async (phrase) => {
    await window.desk.vault.setPassphrase({ passphrase: phrase, askAtStart: true });
    await window.desk.vault.lock({});
  }, passphrase);
  await expect(page.getByRole('heading', { name: 'Profiles are locked' })).toBeVisible();
  await app.startAgain(linkTo(cardWith(shop)));
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'One profile on this card' })).toBeVisible();
});

test.describe('the first start', () => {
  test.use({ appWords: [linkTo(cardWith(shop))] });

  test('by a link shows the card of the link', async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'One profile on this card' })).toBeFocused();
    await button(page, 'Import one profile').click();
    await button(page, 'Use Staging · Shop').click();
    await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  });
});

test('a card without secrets is copied as a link, and pasted', async ({ app }) => {
  const page = await app.start(withSecrets('http://127.0.0.1:9'));
  await openScreen(page, 'Profiles');
  await button(page, 'Export…').click();
  await tabTo(page, button(page, 'Copy as a link'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The link is copied.').first()).toBeVisible();
  const link = await app.readClipboard();
  expect(link).toMatch(/^cognito-desk:card#[\w-]+$/);
  const card = Buffer.from(link.split('#')[1] ?? '', 'base64url').toString();
  expect(card).toContain('Staging · Shop');
  for (const secret of [...Object.values(planted), 'AKIAPLANTED']) expect(card).not.toContain(secret);
  await openImport(page);
  await paste(page, link);
  await expect(entry(page, 'Staging · Shop')).toBeVisible();
});

test('a dropped card meets profiles: both stay, or one replaces, or it is left out', async ({ app }) => {
  const others = ['b', 'c', 'd'].map((clientId) => ({
    ...withSecrets('', clientId),
    endpoint: null,
    clientId,
  }));
  const page = await app.start(...others);
  await openScreen(page, 'Profiles');
  const cards = others.map(({ clientId }) => ({ ...shop, clientId, name: `Theirs ${clientId}` }));
  await drop(
    page,
    'main > div',
    cardWith(
      ...cards,
      { ...shop, name: 'New', endpoint: 'https://login.example.com' },
      { ...shop, region: 'x' },
    ),
  );
  await expect(page.getByRole('heading', { name: '5 profiles in “dropped.cognitodesk”' })).toBeFocused();
  await expect(entry(page, 'Theirs b')).toContainText('You have “b” for the same pool and app client.');
  await expect(entry(page, 'New')).toContainText('Talks to login.example.com instead of AWS');
  await expect(entry(page, 'Staging · Shop')).toContainText('Region: A region looks like eu-west-1.');
  await expect(choiceFor(page, 'Theirs b')).toHaveValue('keep-both');

  await page.getByRole('group', { name: 'For all that you have already' }).getByText('Leave out').click();
  await expect(choiceFor(page, 'New')).toHaveValue('keep-both');
  await choiceFor(page, 'Theirs b').selectOption('Keep both');
  await choiceFor(page, 'Theirs c').selectOption('Replace yours');
  await expect(entry(page, 'Theirs c')).toContainText('The secrets that are saved with it stay.');
  await button(page, 'Import 3 profiles').click();
  await expect(page.getByText('2 profiles added, one replaced, 2 left out.')).toBeVisible();
  const result = (await profilesOf(page)).map(({ name, hasClientSecret }) => [name, hasClientSecret]);
  expect(result).toEqual([
    ['b', true],
    ['Theirs c', true],
    ['d', true],
    ['Theirs b', false],
    ['New', false],
  ]);
  await button(page, 'Go to profiles').click();
  await expect(page.getByRole('heading', { name: 'Theirs c' })).toBeVisible();
});

test('a production profile that a card would open for writing is named as such', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { name: 'Live', environment: 'production' }));
  await openImport(page);
  await paste(page, cardWith({ ...shop, name: 'Mild' }));
  const warning = entry(page, 'Mild').getByText('Replacing takes its production or read-only mark away.');
  await expect(warning).toHaveCount(0);
  await choiceFor(page, 'Mild').selectOption('Replace yours');
  await expect(warning).toBeVisible();
});

test('what is pasted is read, kept when it is no card, and may fill in a new profile', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await openImport(page);
  await button(page, 'Read it').click();
  await expect(page.getByText('Paste something first.')).toBeVisible();
  await paste(page, 'Hello');
  await expectFailure(page, 'This file does not hold profiles.');
  await expect(page.getByLabel('Paste what you got')).toHaveValue('Hello');
  await paste(page, cardWith(shop).slice(0, -5));
  await expectFailure(page, 'This file is damaged.');
  await paste(page, 'aws cognito-idp admin-get-user --user-pool-id eu-north-1_Pasted001 --username jane');
  await expect(page.getByText('This is an AWS CLI command, not a profile card')).toBeVisible();
  await button(page, 'Fill in a new profile').click();
  await expect(page.getByRole('heading', { name: 'Add a pool' })).toBeVisible();
  await expect(page.getByLabel('User pool ID')).toHaveValue('eu-north-1_Pasted001');
  await expect(page.getByLabel('Region')).toHaveValue('eu-north-1');

  // Only that once.
  await page.getByRole('link', { name: 'Activity' }).click();
  await button(page, 'Leave').click();
  await expect(page.getByRole('heading', { name: 'Activity', exact: true })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/profiles/new'));
  await expect(page.getByLabel('User pool ID')).toHaveValue('');
});

test('the names on a card cannot run over into the words around them', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await openImport(page);
  await paste(page, cardWith({ ...shop, name: '\u202Eevil\u2066 <b>name</b>' }));
  await expect(entry(page, 'evil <b>name</b>')).toBeVisible();
  expect(await page.content()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
});

test.describe('a backup', () => {
  test.use(dialogs([...saving(null, 'all.cognitodesk'), ...opening('all.cognitodesk', 'all.cognitodesk')]));

  test('is saved in the settings and brings deleted profiles back', async ({ app, stub }, info) => {
    const page = await app.start(
      draft(stub.url, { name: 'Stays', clientId: 'stays' }),
      withSecrets(stub.url),
    );
    await choosePaletteEntry(page, 'back up');
    const dialog = page.getByRole('dialog', { name: 'Save a backup' });
    await dialog.getByLabel('Passphrase of the file').fill(passphrase);
    await dialog.getByLabel('Repeat it').fill(passphrase);
    await dialog.getByRole('button', { name: 'Save…' }).click();
    // No place was chosen: what was typed is still there.
    await expect(dialog.getByRole('button', { name: 'Save…' })).toBeEnabled();
    await expect(dialog.getByLabel('Repeat it')).toHaveValue(passphrase);
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('2 profiles were saved as “all.cognitodesk”.').first()).toBeVisible();
    expect((await stat(info.outputPath('files', 'all.cognitodesk'))).mode & 0o777).toBe(0o600);
    const text = await read(info, 'all.cognitodesk');
    for (const word of [...Object.values(planted), 'Stays', passphrase]) expect(text).not.toContain(word);

    const [stays, lost] = await profilesOf(page);
    await page.evaluate((profileId) => window.desk.profiles.delete({ profileId }), lost?.id ?? '');
    await page.reload();
    await button(page, 'Restore a backup…').click();
    await expect(page.getByRole('heading', { name: 'Restore a backup', level: 1 })).toBeFocused();
    await button(page, 'Choose a file…').click();
    await page.getByLabel('Passphrase of the file').fill(passphrase);
    await button(page, 'Open').click();
    await expect(entry(page, 'Stays')).toContainText('Nothing differs.');
    await expect(page.getByText('This is a profile card')).toHaveCount(0);
    await button(page, 'Restore one profile').click();
    await expect(page.getByText('One profile added, one left out.')).toBeVisible();
    const { lastUsedAt: _, ...same } = lost ?? {};
    expect(await profilesOf(page)).toMatchObject([{ id: stays?.id }, { ...same, hasClientSecret: true }]);

    // Opened where cards are expected, it says what it is and goes on.
    await openImport(page);
    await button(page, 'Choose a file…').click();
    await page.getByLabel('Passphrase of the file').fill(passphrase);
    await button(page, 'Open').click();
    await expect(page.getByText('This is a backup, not a profile card')).toBeVisible();
  });
});

test.describe('on the first start', () => {
  test.use(dialogs(opening(null, 'gone.cognitodesk', 'card.cognitodesk')));

  test('a colleague’s card is imported with the keyboard alone', async ({ app, page }, info) => {
    await writeFile(info.outputPath('files', 'card.cognitodesk'), cardWith(shop));
    await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
    await tabTo(page, page.getByRole('link', { name: 'Import from a colleague' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Import profiles', level: 1 })).toBeFocused();
    const choose = button(page, 'Choose a file…');
    await tabTo(page, choose);
    await page.keyboard.press('Enter');
    await expect.poll(() => app.dialogs()).toHaveLength(1);
    await expect(choose).not.toHaveAttribute('aria-busy', 'true');
    await expect(choose).toBeFocused();
    await page.keyboard.press('Enter');
    const notice = await expectFailure(page, '“gone.cognitodesk” could not be opened.');
    await expect(notice).toContainText('It is not there any more.');
    await choose.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'One profile in “card.cognitodesk”' })).toBeFocused();
    await tabTo(page, button(page, 'Import one profile'));
    await page.keyboard.press('Enter');
    await expect(page.getByText('One profile added.')).toBeVisible();
    await tabTo(page, button(page, 'Use Staging · Shop'));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
    await choosePaletteEntry(page, 'export profiles');
    await expect(page.getByRole('heading', { name: 'Export profiles', level: 1 })).toBeFocused();
  });
});

test.describe('a place that cannot be written to', () => {
  test.use(dialogs(saving(join('file', 'card.cognitodesk'))));

  test('is named in words, and what was typed stays', async ({ app, stub }, info) => {
    await writeFile(info.outputPath('files', 'file'), 'in the way');
    const page = await app.start(draft(stub.url));
    await page.evaluate(() => (location.hash = '#/profiles/export'));
    await page.getByRole('radio', { name: 'With secrets' }).click();
    await page.getByLabel('Passphrase of the file').fill(passphrase);
    await page.getByLabel('Repeat it').fill(passphrase);
    await button(page, 'Save the card…').click();
    const notice = await expectFailure(page, '“card.cognitodesk” could not be saved.');
    await expect(notice).toContainText('Nothing was written.');
    await expect(page.getByLabel('Repeat it')).toHaveValue(passphrase);
  });
});

test('locking lets go of an opened file', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await page.evaluate(
    (text) => window.desk.vault.setPassphrase({ passphrase: text, askAtStart: false }),
    passphrase,
  );
  await openImport(page);
  await paste(page, cardWith({ ...shop, clientId: 'new', name: 'Zanzibar' }));
  await expect(entry(page, 'Zanzibar')).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Lock now' }).click();
  await expect(page.getByRole('heading', { name: 'Your profiles are locked' })).toBeVisible();
  expect(await everythingIn(page)).not.toContain('Zanzibar');
});

test('every screen of sharing is accessible and fits a small window', async ({ page, stub }) => {
  test.slow();
  const check = async (where: string) => {
    for (const size of [
      { width: 720, height: 450 },
      { width: 900, height: 600 },
    ]) {
      await page.setViewportSize(size);
      await expectNoSidewaysScroll(page, `${where} at ${size.width}`);
    }
    await expectAccessible(page, where);
  };
  await page.evaluate(() => (location.hash = '#/profiles/import'));
  await check('Import, first start');
  await addProfiles(
    page,
    withSecrets(stub.url),
    draft(stub.url, { name: 'Live', environment: 'production' }),
  );
  await page.evaluate(() => (location.hash = '#/profiles/export'));
  await page.getByRole('radio', { name: 'With secrets' }).click();
  await button(page, 'Save the card…').click();
  await check('Export, refused');
  await openImport(page);
  await paste(page, cardWith(shop, { ...shop, name: 'Live', endpoint: stub.url }, { ...shop, region: 'x' }));
  await choiceFor(page, 'Live').selectOption('Replace yours');
  await check('Import, preview');
  await button(page, /^Import \d profiles$/).click();
  await expect(page.getByText('left out.')).toBeVisible();
  await check('Import, result');
  await openScreen(page, 'Settings');
  await button(page, 'Save a backup…').click();
  await check('Backup');
});
