import { everythingOnDisk } from './support/folders.ts';
import { moveChoice, tabTo } from './support/keyboard.ts';
import { button, everythingIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const secrets = {
  clientSecret: 'firststartclientsecret00000000000000001',
  accessKeyId: 'AKIAFIRSTSTART000001',
  secretAccessKey: 'first/start/secret/access/key/00000000001',
};

test.describe('the first start', () => {
  test.use({ appEnv: async ({}, use, info) => use({ COGNITO_DESK_USER_DATA: info.outputPath('data') }) });

  test('a pool is added by mouse, and kept over a restart without being readable on the disk', async ({
    app,
    page,
  }, info) => {
    await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
    await expect(page).toHaveTitle('Welcome – Cognito Desk');
    await page.getByRole('link', { name: 'Add a pool' }).click();

    await page.getByLabel('Name', { exact: true }).fill('Zanzibar · Shop');
    await page.getByRole('radio', { name: 'Production' }).click();
    await page.getByLabel('User pool ID').fill('ap-southeast-2_Zanzibar1');
    await expect(page.getByLabel('Region')).toHaveValue('ap-southeast-2');
    await expect(page.getByText('Taken from the user pool ID')).toBeVisible();
    await page.getByLabel('App client ID').fill('7zanzibar7client7id7000000');
    await page.getByLabel('App client secret', { exact: true }).fill(secrets.clientSecret);
    await page.getByRole('radio', { name: 'Access keys' }).click();
    await page.getByLabel('Access key ID').fill(secrets.accessKeyId);
    await page.getByLabel('Secret access key', { exact: true }).fill(secrets.secretAccessKey);
    await button(page, 'Add pool').click();

    await expect(page.getByRole('heading', { name: 'Find a person' })).toBeVisible();
    await expect(page.getByText('Zanzibar · Shop was saved')).toBeAttached();
    const inUse = /In use: Zanzibar · Shop Production · ap-southeast-2/;
    await expect(page.getByRole('button', { name: inUse })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Profiles protected' })).toBeVisible();

    const again = await app.restart();
    await expect(again.getByRole('button', { name: inUse })).toBeVisible();

    const disk = await everythingOnDisk(info.outputPath('data'));
    const text = await everythingIn(again);
    for (const secret of Object.values(secrets)) {
      expect(disk).not.toContain(secret);
      expect(text).not.toContain(secret);
    }
    expect(disk).not.toMatch(/Zanzibar/i);
    expect(disk).not.toContain('7zanzibar7client7id7000000');
  });
});

test('a pool is added with the keyboard alone', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Add a pool' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Add a pool' })).toBeFocused();

  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await page.keyboard.type('Keys only');
  await tabTo(page, page.getByRole('radio', { name: 'Development' }));
  await moveChoice(page, 'ArrowRight', page.getByRole('radio', { name: 'Test', exact: true }));
  await moveChoice(page, 'ArrowRight', page.getByRole('radio', { name: 'Staging' }));
  await tabTo(page, page.getByLabel('User pool ID'));
  await page.keyboard.type('eu-north-1_Keyboard1');
  await tabTo(page, page.getByLabel('App client ID'));
  await page.keyboard.type('7keyboard7client7id7000000');
  await tabTo(page, button(page, 'Add pool'));
  await page.keyboard.press('Space');

  // Without AWS access nobody can be looked up, so the first screen is the one that works.
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /In use: Keys only Staging · eu-north-1/ })).toBeVisible();
  await expect(page).toHaveTitle('Sign in – Keys only – Cognito Desk');
});

test('values that cannot be right are refused at their field, and nothing is saved', async ({ page }) => {
  await page.getByRole('link', { name: 'Add a pool' }).click();
  const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
  const add = button(page, 'Add pool');

  await add.click();
  await expect(field('Name')).toBeFocused();
  await expect(field('Name')).toHaveAccessibleDescription('Fill this in.');
  await expect(page.getByLabel('Region')).toHaveAccessibleDescription('Fill this in.');
  await expect(field('App client ID')).toHaveAccessibleDescription('Fill this in.');

  await field('Name').fill('Refused');
  await field('User pool ID').fill('not a pool');
  await page.getByLabel('Region').fill('Europe');
  await field('App client ID').fill('with space');
  await field('App client secret').fill('too-short');
  await page.getByRole('button', { name: 'More' }).click();
  await field('Custom endpoint').fill('ftp://example.com');
  await page.getByRole('radio', { name: 'Access keys' }).click();
  await field('Access key ID').fill('AKIA');
  await field('Secret access key').fill('short');

  const rightValues = [
    ['User pool ID', 'eu-west-1_Refused01', 'A user pool ID looks like eu-west-1_Ab12Cd34E.'],
    ['Region', 'eu-west-1', 'A region looks like eu-west-1.'],
    [
      'App client ID',
      '7refused7client7id70000000',
      'An app client ID has letters and digits only, usually 26 of them.',
    ],
    ['App client secret', '', 'A client secret has 24 to 64 letters and digits.'],
    ['Custom endpoint', '', 'An address looks like https://example.com or http://127.0.0.1:9229.'],
    [
      'Access key ID',
      'AKIAREFUSED000000001',
      'An access key ID has at least 16 letters and digits, like AKIA…',
    ],
    [
      'Secret access key',
      'refused/secret/access/key/000000000001',
      'A secret access key has no spaces, usually 40 characters.',
    ],
  ] as const;
  for (const [label, value, problem] of rightValues) {
    await test.step(label, async () => {
      const input = page.getByLabel(label, { exact: true });
      await add.click();
      await expect(input).toBeFocused();
      await expect(input).toHaveAccessibleDescription(problem);
      expect(await page.evaluate(() => window.desk.profiles.list({}))).toMatchObject({
        value: { profiles: [] },
      });
      await input.fill(value);
    });
  }
  await add.click();
  await expect(page.getByRole('heading', { name: 'Find a person' })).toBeVisible();
});
