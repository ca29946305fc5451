/** What a person sees of their AWS access while looking people up. */
import { writeFile } from 'node:fs/promises';
import { startSts, type StsStub } from '#tests/support/sts-stub.ts';
import { draft } from './support/profiles.ts';
import { person } from './support/replies.ts';
import { button, expectFailure, lookUp } from './support/screens.ts';
import { expect, test as base } from './support/test.ts';

const device = 'arn:aws:iam::111122223333:mfa/jane';
const keys = 'aws_access_key_id = AKIAFROMAFILE0000001\naws_secret_access_key = x';
const config = `
[profile base]
${keys}

[profile company]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = base
mfa_serial = ${device}
region = eu-west-1

[profile partner]
role_arn = arn:aws:iam::444455556666:role/Reader
source_profile = base
mfa_serial = ${device}
region = eu-west-1

[profile sso-dev]
sso_session = corporate
sso_account_id = 111122223333
sso_role_name = Reader
region = eu-west-1

[sso-session corporate]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
`;
const expiresAt = Math.floor(Date.now() / 1000) * 1000 + 3_600_000;

const test = base.extend<{ sts: StsStub }>({
  sts: async ({}, use) => {
    const sts = await startSts({ code: '123456', expiresAt });
    await use(sts);
    await sts.stop();
  },
  appEnv: async ({ sts }, use, info) => {
    const path = info.outputPath('aws-config');
    await writeFile(path, config);
    await use({
      AWS_CONFIG_FILE: path,
      HOME: info.outputDir,
      COGNITO_DESK_AWS_HOSTS: JSON.stringify({ 'sts.eu-west-1.amazonaws.com': sts.url }),
    });
  },
});

test.beforeEach(({ stub }) => {
  stub.on('AdminGetUser', person());
});

const awsProfile = (name: string) => ({ access: { kind: 'aws-profile', name } }) as const;

test('the code of an MFA device is asked for, again when it was wrong, and once only', async ({
  app,
  stub,
  sts,
}) => {
  const page = await app.start(draft(stub.url, awsProfile('company')));
  await expect(page.getByText('AWS access: AWS profile “company”')).toBeVisible();
  await lookUp(page, 'jane');

  const dialog = page.getByRole('dialog', { name: 'AWS asks for a code' });
  const code = dialog.getByLabel('Code of your device');
  await expect(dialog).toContainText('The AWS profile “company” is protected by a second step.');
  await expect(dialog).toContainText(device);
  await expect(code).toBeFocused();

  await page.keyboard.type('1234');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('The code has 6 digits.')).toBeVisible();
  expect(sts.codes).toEqual([]);

  await code.fill('000000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('AWS did not take that code.')).toBeVisible();
  await expect(code).toHaveValue('');

  await code.fill('123 456');
  await button(page, 'Continue').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  expect(sts.codes).toEqual(['000000', '123456']);

  const note = page.getByText('AWS access: AWS profile “company” · ends at');
  await expect(note.getByRole('time')).toHaveAttribute('datetime', new Date(expiresAt).toISOString());

  await lookUp(page, 'john');
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  expect(sts.codes).toHaveLength(2);
});

test('who does not want to give a code is back at the form, without an error', async ({ app, stub, sts }) => {
  const page = await app.start(draft(stub.url, awsProfile('company')));
  for (const leave of [() => button(page, 'Cancel').click(), () => page.keyboard.press('Escape')]) {
    await lookUp(page, 'jane');
    await expect(page.getByRole('dialog')).toBeVisible();
    await leave();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByText('Nobody looked up yet')).toBeVisible();
    await expect(button(page, 'Exact lookup')).toBeEnabled();
  }
  expect(sts.codes).toEqual([]);
  expect(stub.requests).toEqual([]);
});

test('a device that AWS does not know is named as the reason, and no other code is asked for', async ({
  app,
  stub,
  sts,
}) => {
  sts.refuseWith(
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  );
  const page = await app.start(draft(stub.url, awsProfile('company')));
  await lookUp(page, 'jane');
  await page.getByLabel('Code of your device').fill('000000');
  await page.keyboard.press('Enter');
  const notice = await expectFailure(page, 'AWS does not know this MFA device as yours.');
  await expect(notice).toContainText('(mfa_serial) of the AWS profile “company” in the AWS config file');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('codes for two AWS profiles are asked for one after the other', async ({ app, stub, sts }) => {
  const page = await app.start(
    draft(stub.url, awsProfile('company')),
    draft(stub.url, awsProfile('partner')),
  );
  await page.evaluate(async () => {
    const { ok, ...rest } = await window.desk.profiles.list({});
    const profiles = ok && 'value' in rest ? rest.value.profiles : [];
    for (const { id } of profiles)
      void window.desk.users.get({ profileId: id, username: 'jane' }, `of ${id}`);
  });

  const dialog = page.getByRole('dialog', { name: 'AWS asks for a code' });
  const code = dialog.getByLabel('Code of your device');
  await expect(dialog.getByText('One more code is asked for after this one.')).toBeVisible();
  const first = (await dialog.textContent())?.includes('“company”') ? 'company' : 'partner';
  await code.fill('123456');
  await button(page, 'Continue').click();
  await expect(dialog).toContainText(first === 'company' ? '“partner”' : '“company”');
  await expect(dialog.getByText('after this one')).toHaveCount(0);
  await expect(code).toHaveValue('');
  await expect(code).toBeFocused();
  await code.fill('123456');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => stub.requests.length).toBe(2);
  expect(sts.codes).toEqual(['123456', '123456']);
});

test('a question goes with the call that it was asked for, and with the lock', async ({ app, stub, sts }) => {
  const page = await app.start(draft(stub.url, awsProfile('company')));
  const dialog = page.getByRole('dialog', { name: 'AWS asks for a code' });
  const ask = async () => {
    await page.evaluate(async () => {
      const result = await window.desk.profiles.list({});
      const id = result.ok ? (result.value.activeId ?? '') : '';
      void window.desk.users.get({ profileId: id, username: 'jane' }, 'asking');
    });
    await expect(dialog).toBeVisible();
  };
  await ask();
  await page.evaluate(() => window.desk.calls.cancel({ callId: 'asking' }));
  await expect(dialog).toBeHidden();

  await page.evaluate(() =>
    window.desk.vault.setPassphrase({ passphrase: 'correct horse battery staple', askAtStart: false }),
  );
  await ask();
  await page.evaluate(() => window.desk.vault.lock({}));
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Your profiles are locked' })).toBeVisible();
  expect(sts.codes).toEqual([]);
});

test('after a sign-in to AWS the lookup goes on when the person comes back', async ({ app, stub }, info) => {
  const page = await app.start(draft(stub.url, awsProfile('sso-dev')));
  await lookUp(page, 'jane');
  const ended = page.getByRole('alert');
  await expect(ended).toContainText('Your AWS sign-in “sso-dev” has ended.');
  await button(page, 'Copy the command').click();
  await expect.poll(() => app.readClipboard()).toBe('aws sso login --profile sso-dev');

  const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await test.step('too early: it is tried once, then left to the person', async () => {
    await comeBack();
    await expect(ended).toBeVisible();
    await expect(button(page, 'Exact lookup')).toBeEnabled();
  });

  await test.step('a try of their own, and signed in at the time of coming back', async () => {
    await button(page, 'Try again').click();
    await expect(button(page, 'Exact lookup')).toBeEnabled();
    await expect(ended).toBeVisible();
    // What a sign-in would bring: keys under the same name.
    await writeFile(info.outputPath('aws-config'), `[profile sso-dev]\n${keys}\n`);
    await comeBack();
    await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  });
  expect(stub.requests.filter(({ operation }) => operation === 'AdminGetUser')).toHaveLength(1);
});
