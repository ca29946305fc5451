/** What a token is worth, its copies, its renewal and its end, and tokens that somebody pastes: at the screen. */
import type { Page } from '@playwright/test';
import { createSigner, type Signer } from '#tests/support/signed-token.ts';
import type { AwsStub, StubReply } from '#tests/support/aws-stub.ts';
import { addProfiles, draft } from './support/profiles.ts';
import { button, everythingIn, expectFailure, openScreen, signIn } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const clientId = '4practice3client2id1for0tests';
const poolId = 'eu-west-1_Tests0001';
const keySet = `GET /${poolId}/.well-known/jwks.json`;

let signer: Signer;
test.beforeEach(async ({ stub }) => {
  signer = await createSigner({ issuer: `${stub.url}/${poolId}`, clientId });
  stub.on(keySet, signer.keySet);
});

const now = () => Date.now();
const identity = { token_use: 'id', aud: clientId, client_id: undefined, email: 'jane@example.com' };

/** Tokens as AWS gives them, with a real signature. */
async function tokens(changes: Readonly<Record<string, unknown>> = {}, expiresIn = 3600) {
  return {
    AccessToken: await signer.access(now(), changes),
    IdToken: await signer.access(now(), { ...changes, ...identity }),
    RefreshToken: 'planted-refresh-token-0000000000000000001',
    ExpiresIn: expiresIn,
  };
}
const reply = (result: StubReply): StubReply => ({ AuthenticationResult: result });

const cardOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The tokens of Jane on screen. */
async function showTokens(page: Page, stub: AwsStub) {
  const given = await tokens();
  stub.on('InitiateAuth', reply(given));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
  return given;
}

async function openInspector(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('inspect');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Inspect a token', level: 1 })).toBeVisible();
}

async function inspect(page: Page, text: string): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(text);
  await button(page, 'Inspect').click();
}

test('each token has a card with its purpose, what it is worth, and copies in every form', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url));
  const given = await showTokens(page, stub);
  const access = cardOf(page, 'Access token of jane');
  const id = cardOf(page, 'ID token of jane');
  const refresh = cardOf(page, 'Refresh token of jane');
  for (const card of [access, id]) {
    await expect(
      card.getByText(/^Genuine, from Staging · Shop, for 4practice.*, (59|60) minutes left$/),
    ).toBeVisible();
    await expect(
      card.getByText(/Checked with the keys of 127\.0\.0\.1:\d+, the profile’s own endpoint/),
    ).toBeVisible();
  }
  await expect(id.getByText('Says who the user is.')).toBeVisible();

  await test.step('forms', async () => {
    const forms = {
      'curl command': `curl --header 'Authorization: Bearer ${given.AccessToken}' 'https://api.example.com/'`,
      'Environment variable, bash': `export ACCESS_TOKEN='${given.AccessToken}'`,
      'Environment variable, PowerShell': `$env:ACCESS_TOKEN = '${given.AccessToken}'`,
    };
    for (const [name, text] of Object.entries(forms)) {
      await access.getByRole('button', { name: 'Copy as… (Access token)' }).click();
      await page.getByRole('menuitem', { name }).click();
      await expect.poll(() => app.readClipboard()).toBe(text);
    }
    await expect(access.getByText(/^Clipboard clears in \d+ s$/)).toBeVisible();
    await id.getByRole('button', { name: 'Copy the ID token', exact: true }).click();
    await expect.poll(() => app.readClipboard()).toBe(given.IdToken);
  });

  await test.step('the refresh token is behind a warning', async () => {
    await expect(refresh.getByRole('button', { name: /Copy/ })).toHaveCount(0);
    await refresh.getByRole('button', { name: 'Show anyway' }).click();
    await refresh.getByRole('button', { name: 'Copy the Refresh token', exact: true }).click();
    await expect.poll(() => app.readClipboard()).toBe(given.RefreshToken);
  });

  await test.step('nothing of the tokens is in the page', async () => {
    const everything = await everythingIn(page);
    for (const text of [...given.AccessToken.split('.'), ...given.IdToken.split('.'), given.RefreshToken]) {
      expect(everything).not.toContain(text);
    }
  });

  await test.step('an API that says 401 mostly wants the other one', async () => {
    await app.writeClipboard('');
    await page.getByRole('button', { name: 'The API answers 401?' }).click();
    const help = cardOf(page, 'The API answers 401?');
    await help.getByRole('button', { name: 'Copy the ID token' }).click();
    await expect.poll(() => app.readClipboard()).toBe(given.IdToken);
    await expect(help.getByText(`${stub.url}/${poolId}`)).toBeVisible();
  });
});

test('a token that is not from the pool says so, and is not offered as a header', async ({ app, stub }) => {
  const stranger = await createSigner({ issuer: `${stub.url}/${poolId}`, clientId });
  stub.on('InitiateAuth', reply({ AccessToken: await stranger.access(now()), ExpiresIn: 3600 }));
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByText('This token was altered')).toBeVisible();
  await expect(button(page, 'Copy as header')).toHaveCount(0);
});

test('without its keys a token is shown unverified, and can be checked again', async ({ app, stub }) => {
  stub.on(keySet, { page: 'no', status: 500 });
  const page = await app.start(draft(stub.url));
  await showTokens(page, stub);
  const card = cardOf(page, 'Access token of jane');
  await expect(card.getByText('Could not check authenticity')).toBeVisible();
  await expect(card.getByText(/Contents shown unverified/)).toBeVisible();
  stub.on(keySet, signer.keySet);
  await card.getByRole('button', { name: 'Check again' }).click();
  await expect(card.getByText(/^Genuine/)).toBeVisible();
});

test('any pasted token is judged in words, and what is none is named', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await openInspector(page);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const good = await signer.access(now());
  const other = await createSigner({ issuer: `${stub.url}/${poolId}`, clientId, keyId: 'other' });
  const cases: readonly (readonly [string, string | RegExp])[] = [
    [`Authorization: Bearer ${good}`, /^Genuine, from Staging · Shop/],
    [`${good.slice(0, -6)}AAAAAA`, 'This token was altered'],
    [
      await signer.access(now(), { iss: 'https://elsewhere.example' }),
      'This token is not from Staging · Shop',
    ],
    [await signer.access(now(), { client_id: 'another' }), 'This token is for another app client'],
    [`${part({ alg: 'none' })}.${good.split('.')[1]}.`, 'This token is not signed'],
    [await other.access(now()), 'This token was not signed by Staging · Shop'],
    [await signer.access(now() - 2 * 3_600_000), 'Ended 60 minutes ago'],
    [await signer.access(now() + 3_600_000), 'This token is not valid yet'],
    ['x'.repeat(1_000_000), 'This is too long to be a token'],
    ['\u0000\u0001\u0002', 'This is not text'],
    ['hello there', 'This is not a readable token'],
    [good.slice(0, 60), 'This token is damaged'],
    [`${part({ enc: 'A256GCM', alg: 'RSA-OAEP' })}.k.i.c.t`, 'This token is encrypted'],
    ['planted-refresh-token-0000000000000000001', 'This is one long word, not a readable token'],
  ];
  for (const [text, title] of cases) {
    await button(page, 'Clear').click();
    await inspect(page, text);
    await expect(page.getByText(title).first(), String(title)).toBeVisible();
  }
  await openScreen(page, 'Activity');
  const everything = await everythingIn(page);
  for (const secret of good.split('.')) expect(everything).not.toContain(secret);
  expect(await app.consoleErrors()).toEqual([]);
});

test('two tokens stand side by side, with what differs marked', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await showTokens(page, stub);
  await page.getByRole('link', { name: 'Inspect or compare a token' }).click();
  await button(page, 'Compare with another token').click();
  await page.getByLabel('First token').selectOption({ label: 'Access token of jane · Staging · Shop' });
  await page
    .getByLabel('Second token')
    .last()
    .fill(await signer.access(now(), { 'cognito:groups': ['admins'] }));
  await button(page, 'Compare').click();
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  await expect(row('cognito:groups')).toContainText('Not there');
  await expect(row('cognito:groups')).toContainText('Differs');
  await expect(row('sub')).not.toContainText('Differs');
  await page.getByLabel('Only what differs').click();
  await expect(row('sub')).toHaveCount(0);
});

test('an ended token is renewed in place', async ({ app, stub }) => {
  stub.on('InitiateAuth', reply(await tokens({}, 1)), reply(await tokens({ turn: 2 })));
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  const card = cardOf(page, 'Access token of jane');
  await expect(card.getByText(/^Ended \d+ seconds ago$/)).toBeVisible();
  await expect(card.getByRole('button', { name: 'Copy', exact: true })).toHaveCount(0);
  await card.getByRole('button', { name: 'Renew' }).click();
  await expect(card.getByRole('img', { name: /^(59|60) minutes left$/ })).toBeVisible();
  await card.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => app.readClipboard()).toMatch(/^ey/);
});

const refusals = [
  ['NotAuthorizedException', 'Refresh Token has expired', 'This sign-in is over: its time has run out.'],
  ['NotAuthorizedException', 'Refresh Token has been revoked', 'This sign-in is over: it was signed out.'],
  [
    'NotAuthorizedException',
    'Invalid Refresh Token',
    'This sign-in is over: AWS does not accept it any more.',
  ],
  ['RefreshTokenReuseException', 'Reused', 'This sign-in is over: its renewal code was already used.'],
] as const;
for (const [error, message, title] of refusals) {
  test(`a renewal that AWS refuses is explained: ${message}`, async ({ app, stub }) => {
    const page = await app.start(draft(stub.url));
    await showTokens(page, stub);
    stub.on('InitiateAuth', { error, message });
    await cardOf(page, 'This sign-in').getByRole('button', { name: 'Renew' }).click();
    await expectFailure(page, title);
    await expect(cardOf(page, 'This sign-in').getByText(/^AWS renews it no longer/)).toBeVisible();
  });
}

test('people of several profiles are listed, and signed out one by one or everywhere', async ({
  app,
  stub,
}) => {
  stub.on('RevokeToken', {});
  stub.on('GlobalSignOut', {});
  const page = await app.start(draft(stub.url));
  await showTokens(page, stub);
  await addProfiles(page, draft(stub.url, { name: 'Live · Shop', environment: 'production' }));
  await showTokens(page, stub);
  await openScreen(page, 'Signed-in people');
  const rows = page.getByRole('list', { name: 'Sign-ins' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText(`Live · Shop · eu-west-1 · ${poolId}`);
  await expect(rows.nth(0)).toContainText(/(59|60) minutes left/);
  await expect(rows.nth(1)).toContainText('Staging · Shop');

  await test.step('production asks first', async () => {
    await rows.nth(0).getByRole('button', { name: 'More for jane' }).click();
    await page.getByRole('menuitem', { name: 'Sign out everywhere…' }).click();
    await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
    const gate = page.getByRole('alertdialog').filter({ hasText: 'Live · Shop' });
    await gate.getByRole('textbox').fill('Live · Shop');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByText(/^jane is signed out everywhere\./)).toBeVisible();
    await expect(rows).toHaveCount(1);
  });

  await test.step('the same as commands, with words in place of the tokens', async () => {
    await rows.nth(0).getByRole('button', { name: 'As AWS CLI commands' }).click();
    const command = rows.nth(0).getByRole('group', { name: 'Command', exact: true });
    await expect(command).toContainText('"REFRESH_TOKEN":"REFRESH_TOKEN"');
    await rows.nth(0).getByRole('radio', { name: 'Sign out', exact: true }).click();
    await expect(command).toContainText('revoke-token');
    await expect(command).toContainText("--token='REFRESH_TOKEN'");
  });

  await rows.nth(0).getByRole('button', { name: 'Tokens of jane' }).click();
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
  await openScreen(page, 'Signed-in people');
  await rows.nth(0).getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('main').getByText(/^jane is signed out\. APIs/)).toBeVisible();
  await expect(page.getByText('Nobody is signed in')).toBeVisible();
  expect(stub.requests.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['GlobalSignOut', 'RevokeToken']),
  );
});

test('a sign-in is forgotten without a word to AWS', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url));
  await showTokens(page, stub);
  const before = stub.requests.length;
  await cardOf(page, 'This sign-in').getByRole('button', { name: 'More for jane' }).click();
  await page.getByRole('menuitem', { name: 'Forget' }).click();
  await expect(page.getByRole('main').getByText(/^The sign-in of jane is forgotten/)).toBeVisible();
  await expect(page.getByText('No token yet')).toBeVisible();
  expect(stub.requests.slice(before).map(({ operation }) => operation)).not.toContain('RevokeToken');
});
