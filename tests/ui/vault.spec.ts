/** Passphrases, locking and unlocking, as a person sees them. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/accessible.ts';
import { everythingOnDisk } from './support/folders.ts';
import { draft, planted } from './support/profiles.ts';
import { challenge } from './support/replies.ts';
import { button, everythingIn, openScreen, searchBox, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const passphrase = 'correct horse battery staple';
const lockedTitle = 'Your profiles are locked';

const locked = (page: Page) => page.getByRole('heading', { name: lockedTitle, level: 1 });
const field = (page: Page) => page.getByRole('main').getByLabel(/^(Passphrase|Recovery passphrase)$/);

async function unlock(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Chooses a passphrase in the dialog that is open. */
async function choosePassphrase(page: Page, text = passphrase): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New passphrase').fill(text);
  await dialog.getByLabel('Repeat it').fill(text);
  await dialog.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(dialog).toHaveCount(0);
}

async function setPassphrase(page: Page): Promise<void> {
  await openScreen(page, 'Settings');
  await button(page, 'Set a passphrase…').click();
  await choosePassphrase(page);
}

/** Sets up the proposed recovery passphrase in the dialog that is open, and returns it. */
async function takeRecovery(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  const proposal = dialog.getByRole('status', { name: 'Recovery passphrase' });
  await expect(proposal).toHaveText(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
  const recovery = (await proposal.textContent()) ?? '';
  await dialog.getByLabel('Its last five characters').fill(recovery.slice(-5).toLowerCase());
  await dialog.getByRole('button', { name: 'Use this one' }).click();
  await expect(dialog).toHaveCount(0);
  return recovery;
}

test('locking hides everything until the passphrase is given', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { name: 'Zanzibar' }));
  await expect(button(page, 'Lock now')).toHaveCount(0);
  await setPassphrase(page);
  await expect(button(page, 'Change the passphrase')).toBeFocused();
  await expect(page.getByText('once locked, only your passphrase does')).toBeVisible();

  await page.getByRole('banner').getByRole('button', { name: 'Lock now' }).click();
  await expect(locked(page)).toBeVisible();
  await expect(field(page)).toBeFocused();
  expect(await everythingIn(page)).not.toContain('Zanzibar');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await unlock(page, 'not this one at all');
  const main = page.getByRole('main');
  await expect(main.getByText('That passphrase does not fit.')).toBeVisible();
  await expect(button(page, 'Unlock')).toBeEnabled();
  await unlock(page, 'nor this one');
  // The pause is twice as long now.
  await expect(main.getByText(/Next try in [12] s\./)).toBeVisible();
  await expect(button(page, 'Unlock')).toBeDisabled();
  await expect(button(page, 'Unlock')).toBeEnabled();
  await expect(main.getByText('Check capital letters and spaces.')).toBeVisible();
  await unlock(page, passphrase);
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeFocused();
  await expect(page.getByRole('banner').getByText('Zanzibar')).toBeVisible();

  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('lock now');
  await page.keyboard.press('Enter');
  await expect(locked(page)).toBeVisible();
  await unlock(page, passphrase);
  await expect(locked(page)).toHaveCount(0);
  await app.suspend();
  await expect(locked(page)).toBeVisible();
});

test('changing the ways in asks for the passphrase that is set', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await setPassphrase(page);
  const dialog = page.getByRole('dialog');
  const current = dialog.getByLabel('Current passphrase');

  await test.step('a change of the passphrase, after a wrong one with the pause of unlocking', async () => {
    await button(page, 'Change the passphrase').click();
    await expect(current).toBeFocused();
    await current.fill('not this one at all');
    await dialog.getByLabel('New passphrase').fill('another passphrase');
    await dialog.getByLabel('Repeat it').fill('another passphrase');
    const save = dialog.getByRole('button', { name: 'Set passphrase' });
    await save.click();
    await expect(dialog.getByText('That passphrase does not fit.')).toBeVisible();
    await expect(current).toBeFocused();
    await expect(save).toBeEnabled();
    await current.fill(passphrase);
    await save.click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('a recovery passphrase, set and removed', async () => {
    await button(page, 'Set up a recovery passphrase').click();
    await current.fill('another passphrase');
    await takeRecovery(page);
    await button(page, 'Remove the recovery passphrase').click();
    await page.getByRole('alertdialog').getByLabel('Current passphrase').fill('another passphrase');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click();
    await expect(button(page, 'Set up a recovery passphrase')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeFocused();
  });

  await button(page, 'Lock now').last().click();
  await unlock(page, 'another passphrase');
  await expect(locked(page)).toHaveCount(0);
});

test('what was typed comes back after the lock, without its secrets', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url, { name: 'Zanzibar' }));
  await setPassphrase(page);
  const lockAndUnlock = async (typed: readonly string[]) => {
    await app.suspend();
    await expect(locked(page)).toBeVisible();
    const shown = await everythingIn(page);
    for (const text of typed) expect(shown).not.toContain(text);
    await unlock(page, passphrase);
    await expect(locked(page)).toHaveCount(0);
  };

  await test.step('an account to be created', async () => {
    await openScreen(page, 'Sign up');
    await page.getByLabel('Username').fill('typed-username');
    await page.getByLabel('Password', { exact: true }).fill('Typed-Password-1');
    await page.getByRole('textbox', { name: 'Email' }).fill('typed@example.com');
    await lockAndUnlock(['typed-username', 'Typed-Password-1', 'typed@example.com']);
    await expect(page.getByRole('heading', { name: 'Sign up', level: 1 })).toBeVisible();
    await expect(page.getByLabel('Username')).toHaveValue('typed-username');
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('typed@example.com');
  });

  await test.step('a profile to be changed', async () => {
    await openScreen(page, 'Profiles');
    await button(page, 'Edit Zanzibar').click();
    await page.getByLabel('Name', { exact: true }).fill('Typed name');
    await page.getByLabel('Client secret').fill('typed-client-secret');
    await lockAndUnlock(['Typed name', 'typed-client-secret']);
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Typed name');
    await expect(page.getByLabel('Client secret')).toHaveValue('');
  });

  await test.step('but not after going elsewhere', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Find a person' }).click();
    await page.getByRole('alertdialog').getByRole('button').last().click();
    await page.getByLabel('Who are you looking for?').fill('typed-person');
    await openScreen(page, 'Settings');
    await lockAndUnlock([]);
    await openScreen(page, 'Find a person');
    await expect(page.getByLabel('Who are you looking for?')).toHaveValue('');
  });

  await test.step('nor does a step of a sign-in, which main has forgotten', async () => {
    stub.on('InitiateAuth', challenge('SMS_MFA'));
    await openScreen(page, 'Sign in');
    await signIn(page, 'jane', 'Jane-Password-1!');
    await expect(page.getByLabel('Code', { exact: true })).toBeFocused();
    await openScreen(page, 'Settings');
    await lockAndUnlock([]);
    await openScreen(page, 'Sign in');
    await expect(page.getByText('Not signed in yet')).toBeVisible();
  });
});

test('a passphrase that is asked for at every start is asked for, and can be removed', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Settings');
  await button(page, 'Set a passphrase…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New passphrase').fill('short');
  await dialog.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(dialog.getByText('Take at least 12 characters')).toBeVisible();
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await dialog.getByLabel('Repeat it').fill('something else');
  await dialog.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(dialog.getByText('This is not the same.')).toBeVisible();
  await dialog.getByLabel('Ask for it at every start').check();
  await choosePassphrase(page);

  const again = await app.restart();
  await expect(locked(again)).toBeVisible();
  await unlock(again, passphrase);
  await expect(searchBox(again)).toBeFocused();

  await openScreen(again, 'Settings');
  await button(again, 'Remove the passphrase').click();
  const removing = again.getByRole('alertdialog');
  const remove = removing.getByRole('button', { name: 'Remove passphrase' });
  await expect(removing.getByLabel('Current passphrase')).toBeFocused();
  await remove.click();
  await expect(removing.getByText('Fill this in.')).toBeVisible();
  await removing.getByLabel('Current passphrase').fill('not this one at all');
  await remove.click();
  await expect(removing.getByText('That passphrase does not fit.')).toBeVisible();
  await expect(remove).toBeEnabled();
  await removing.getByLabel('Current passphrase').fill(passphrase);
  await remove.click();
  await expect(button(again, 'Set a passphrase…')).toBeVisible();
  await expect(again.getByText('a key that the system keeps for your user account opens them')).toBeVisible();
  const third = await app.restart();
  await expect(third.getByRole('heading', { name: 'Find a person', level: 1 })).toBeVisible();
});

test('the page hears of changes, gets nothing but the event, and can stop listening', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const heard = await page.evaluate(async (text) => {
    const calls: unknown[][] = [];
    const listen = (...args: unknown[]) => void calls.push(args);
    const stop = window.desk.events.on(listen);
    // Listens later, so it hears of the same change later.
    const told = new Promise<void>((resolve) => window.desk.events.on(() => resolve()));
    await window.desk.vault.setPassphrase({ passphrase: text, askAtStart: false });
    await told;
    stop();
    const toldAgain = new Promise<void>((resolve) => window.desk.events.on(() => resolve()));
    await window.desk.vault.lock({});
    await toldAgain;
    return calls;
  }, passphrase);
  expect(heard).toEqual([[{ name: 'vault.changed', payload: null }]]);
});

test('the time until it locks by itself is kept', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await setPassphrase(page);
  await expect(page.getByText('Also locks when the computer goes to sleep.')).toBeVisible();
  await page.getByLabel('Lock when not used for').selectOption('1 hour');
  const again = await app.restart();
  await openScreen(again, 'Settings');
  await expect(again.getByLabel('Lock when not used for')).toHaveValue('60');
});

test('a recovery passphrase is offered after the first save', async ({ app, page, stub }) => {
  await page.getByRole('link', { name: 'Add a pool' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.getByLabel('User pool ID').fill('eu-west-1_Tests0001');
  await page.getByLabel('App client ID').fill('4practice3client2id1for0tests');
  await button(page, 'Add pool').click();
  await expect(page.getByText('Want a way back in')).toBeVisible();
  await button(page, 'Set it up…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('dialog').getByText(/Clears|clipboard/i)).toBeVisible();
  const recovery = await takeRecovery(page);
  expect(await app.readClipboard()).toBe(recovery);
  await expect(page.getByText('Want a way back in')).toHaveCount(0);
  await openScreen(page, 'Settings');
  await expect(button(page, 'Replace the recovery passphrase')).toBeVisible();
  expect(stub.requests).toEqual([]);
});

test.describe('with keyrings that a test can choose', () => {
  test.skip(electronForTests() !== undefined, 'Only the stand-in has keyrings that a test can choose.');

  test.describe('none', () => {
    test.use({
      appEnv: async ({}, use, info) =>
        use({ ELECTRON_STANDIN_KEYRING: 'locked', COGNITO_DESK_USER_DATA: info.outputPath('data') }),
    });

    test('a passphrase saves the profiles, and opens them after a restart', async ({ app, stub }, info) => {
      const page = await app.start(draft(stub.url, { name: 'Zanzibar' }));
      await openScreen(page, 'Profiles');
      await button(page, 'Set a passphrase…').click();
      await expect(page.getByText('asks for it at every start')).toBeVisible();
      await choosePassphrase(page);
      await expect(page.getByRole('link', { name: 'Profiles protected' })).toBeVisible();
      const disk = await everythingOnDisk(info.outputPath('data'));
      for (const text of [...Object.values(planted), 'Zanzibar', passphrase])
        expect(disk).not.toContain(text);

      const again = await app.restart();
      await expect(locked(again)).toBeVisible();
      await unlock(again, passphrase);
      await expect(again.getByRole('banner').getByText('Zanzibar')).toBeVisible();
    });

    test('who forgot the passphrase can begin anew, and nothing is erased', async ({ app, stub }, info) => {
      const page = await app.start(draft(stub.url));
      await openScreen(page, 'Profiles');
      await button(page, 'Set a passphrase…').click();
      await choosePassphrase(page);
      const again = await app.restart();
      const before = await readFile(join(info.outputPath('data'), 'vault.json'), 'latin1');
      await button(again, 'Passphrase forgotten?').click();
      await button(again, 'Start fresh…').click();
      await again.getByRole('alertdialog').getByRole('button', { name: 'Start fresh' }).click();
      await expect(again.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
      expect(await everythingOnDisk(info.outputPath('data'))).toContain(before);
    });
  });

  test.describe('one whose key is changed between starts', () => {
    test.use({ appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }) });

    test('the recovery passphrase opens the profiles, and the new key does from then on', async ({
      app,
      stub,
    }, info) => {
      const page = await app.start(draft(stub.url, { name: 'Zanzibar' }));
      await openScreen(page, 'Settings');
      await button(page, 'Set up a recovery passphrase').click();
      const recovery = await takeRecovery(page);
      await writeFile(join(info.outputPath('data'), 'electron-standin.key'), randomBytes(32));

      const again = await app.restart();
      await expect(again.getByText('does not open them any more')).toBeVisible();
      await unlock(again, recovery.replaceAll('-', ' ').toLowerCase());
      await expect(again.getByRole('banner').getByText('Zanzibar')).toBeVisible();
      const third = await app.restart();
      await expect(third.getByRole('banner').getByText('Zanzibar')).toBeVisible();
    });

    test('a damaged profile is shown as locked, and can be discarded', async ({ app, stub }, info) => {
      await app.start(draft(stub.url, { name: 'Whole' }), draft(stub.url, { name: 'Broken' }));
      const path = join(info.outputPath('data'), 'vault.json');
      for (const name of [path, `${path}.bak`]) {
        const file = JSON.parse(await readFile(name, 'utf8')) as { records: { sealed: string }[] };
        const last = file.records.at(-1);
        if (last) last.sealed = last.sealed.replace(/^.{8}/, 'AAAAAAAA');
        await writeFile(name, JSON.stringify(file));
      }
      const again = await app.restart();
      await openScreen(again, 'Profiles');
      await expect(again.getByRole('heading', { name: 'Locked profile' })).toBeVisible();
      await expect(again.getByText('Its record is damaged.')).toBeVisible();
      await button(again, 'Discard…').click();
      await again.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
      await expect(again.getByRole('heading', { name: 'Locked profile' })).toHaveCount(0);
      await expect(button(again, 'Delete Whole')).toBeVisible();
    });
  });
});

test('the screens of the vault are accessible', async ({ app, stub }) => {
  test.slow();
  const page = await app.start(draft(stub.url));
  const check = async (where: string) => {
    for (const width of [720, 900, 1440]) {
      await page.setViewportSize({ width, height: 600 });
      await expectNoSidewaysScroll(page, `${where} at ${width}`);
    }
    await expectAccessible(page, where);
  };
  await setPassphrase(page);
  await check('Settings with a passphrase');
  await button(page, 'Change the passphrase').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Set passphrase' }).click();
  await check('Passphrase, refused');
  await page.keyboard.press('Escape');
  await button(page, 'Set up a recovery passphrase').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use this one' }).click();
  await check('Recovery passphrase, refused');
  await page.keyboard.press('Escape');
  await button(page, 'Remove the passphrase').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove passphrase' }).click();
  await check('Removing the passphrase, refused');
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: 'Lock now' }).click();
  await expect(locked(page)).toBeVisible();
  await unlock(page, 'not this one at all');
  await expect(page.getByRole('main').getByText('does not fit')).toBeVisible();
  await button(page, 'Passphrase forgotten?').click();
  await check('Unlock, refused');
});
