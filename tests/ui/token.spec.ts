import { practicePassword, temporaryPassword } from '#build/demo-pool.ts';
import { draft, emulatorDraft } from './support/profiles.ts';
import { newPasswordRequired, signedIn } from './support/replies.ts';
import { button, everythingIn, openScreen, signIn, valueOf } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

test('the access token is masked until it is revealed, and copied exactly', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Access token');
  await expect(page.getByText('No token yet')).toBeVisible();
  await page.getByLabel('Username').fill('ines.marchetti');
  await page.getByLabel('Password', { exact: true }).fill(practicePassword);
  await page.keyboard.press('ControlOrMeta+Enter');
  const card = page.getByRole('region', { name: 'Access token of ines.marchetti' });
  await expect(card.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(card.getByText('New sign-in · Practice pool')).toBeVisible();
  await expect(card.getByRole('img', { name: /^(59|60) minutes left$/ })).toBeVisible();
  const masked = await everythingIn(page);

  await card.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(card.getByText(/^Clipboard clears in (60|59|58) s$/)).toBeVisible();
  const token = await app.readClipboard();
  expect(claimsOf(token)).toMatchObject({ token_use: 'access', sub: '5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01' });
  await expect(card.getByText(`${token.length.toLocaleString('en')} characters`)).toBeVisible();
  for (const part of token.split('.')) expect(masked).not.toContain(part);
  expect(masked).not.toContain(practicePassword);

  await card.getByRole('button', { name: 'Copy as header' }).click();
  await expect.poll(() => app.readClipboard()).toBe(`Authorization: Bearer ${token}`);

  await card.getByRole('button', { name: 'Reveal' }).click();
  await expect(card.getByText(token)).toBeVisible();
  await card.getByRole('button', { name: 'Hide' }).click();
  await expect(card.getByText(token)).toHaveCount(0);
  expect(await everythingIn(page)).not.toContain(token);

  await test.step('what it says stands in words', async () => {
    await expect(valueOf(page, 'Who')).toContainText('ines.marchetti');
    await expect(valueOf(page, 'User ID')).toContainText('sub');
    await expect(valueOf(page, 'Groups')).toContainText('admins, editors');
    await expect(valueOf(page, 'May')).toContainText('Read and change own profile');
    await expect(valueOf(page, 'App client')).toContainText(emulator.clientId);
    await button(page, 'Copy User ID').click();
    await expect.poll(() => app.readClipboard()).toBe('5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01');
  });

  await test.step('a live sign-in is used again without a password', async () => {
    await openScreen(page, 'Find a person');
    await openScreen(page, 'Access token');
    await page.getByLabel('Signed in now').selectOption('ines.marchetti');
    await expect(page.getByText('Already signed in: no password needed.')).toBeVisible();
    await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
    await button(page, /^Get access token/).click();
    await expect(card.getByText('From the earlier sign-in · Practice pool')).toBeVisible();
    await card.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => app.readClipboard()).toBe(token);
  });
});

test('a new password is set in place, and ends in the token', async ({ app, emulator }) => {
  const page = await app.start(emulatorDraft(emulator));
  await openScreen(page, 'Access token');
  await signIn(page, 'newcomer.token', temporaryPassword);
  await expect(page.getByRole('heading', { name: 'A new password is needed' })).toBeVisible();
  await page.getByLabel('New password', { exact: true }).fill('My-Own-Password-1!');
  await page.getByLabel('Repeat the new password', { exact: true }).fill('My-Own-Password-1!');
  await button(page, 'Set password and sign in').click();
  await expect(page.getByRole('heading', { name: 'Access token of newcomer.token' })).toBeVisible();
  await button(page, 'Copy').click();
  await expect.poll(() => app.readClipboard()).toMatch(/^ey/);
  expect(claimsOf(await app.readClipboard())).toMatchObject({ token_use: 'access' });
});

test('a token that ends is taken off the screen and cannot be copied', async ({ app, stub }) => {
  stub.on('InitiateAuth', signedIn(600));
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await page.clock.install();
  await button(page, 'Reveal').click();
  await expect(page.getByText(/^eyJ/)).toBeVisible();
  await openScreen(page, 'Sign in');
  await openScreen(page, 'Access token');
  await page.getByLabel('Signed in now').selectOption('jane');
  await button(page, /^Get access token/).click();
  await button(page, 'Reveal').click();

  await page.clock.fastForward('06:00');
  const card = page.getByRole('region', { name: 'Access token of jane' });
  await expect(card.getByRole('img', { name: /^[34] minutes left$/ })).toBeVisible();
  await page.clock.fastForward('05:00');
  await expect(card.getByText(/^Ended \d+ (seconds|minutes) ago$/).first()).toBeVisible();
  await expect(card.getByRole('img', { name: 'Ended' })).toBeVisible();
  await expect(page.getByText(/^eyJ/)).toHaveCount(0);
  await expect(button(page, 'Copy')).toHaveCount(0);
  await expect(button(page, 'Copy as header')).toHaveCount(0);
  await expect(card.getByRole('button', { name: 'Renew' })).toBeVisible();
});

test('a sign-in that nothing renews is named on every screen before it ends', async ({ app, stub }) => {
  const { AccessToken, ExpiresIn } = signedIn(600)['AuthenticationResult'] as Record<string, string>;
  stub.on('InitiateAuth', { AuthenticationResult: { AccessToken, ExpiresIn } });
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: /jane/ })).toBeVisible();
  await page.clock.install();
  await openScreen(page, 'Find a person');
  const entry = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
  await expect(entry('Signed-in people')).toBeVisible();

  await page.clock.fastForward('05:10');
  await expect(page.getByRole('status').filter({ hasText: 'jane’s sign-in ends in 5 minutes.' })).toHaveCount(
    1,
  );
  const due = entry('Signed-in people, one sign-in ends soon or has ended');
  await expect(due).toContainText('1');
  await due.click();
  await expect(entry('Signed-in people')).toBeVisible();
  await openScreen(page, 'Find a person');
  await expect(entry('Signed-in people')).toBeVisible();

  await page.clock.fastForward('05:00');
  await expect(page.getByRole('status').filter({ hasText: 'jane’s sign-in has ended.' })).toHaveCount(1);
  await due.click();
  await button(page, 'Sign in again as jane').click();
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue('jane');
});

test('main gives no token out that has ended, whatever the page asks', async ({ app, stub }) => {
  stub.on('InitiateAuth', signedIn(1));
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('img', { name: 'Ended' })).toHaveCount(2);
  await app.writeClipboard('mine');
  const answers = await page.evaluate(async () => {
    const { desk } = window;
    const list = await desk.sessions.list({});
    const sessionId = list.ok ? (list.value.sessions[0]?.id ?? '') : '';
    return [await desk.tokens.reveal({ sessionId }), await desk.tokens.copy({ sessionId, as: 'raw' })];
  });
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'token-expired' } });
  expect(await app.readClipboard()).toBe('mine');
});

test('a sign-in that was given up is asked for again', async ({ app, stub }) => {
  stub.on('InitiateAuth', newPasswordRequired(), signedIn());
  const page = await app.start(draft(stub.url));
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Temporary-1!');
  await button(page, 'Start again').click();
  await expect(page.getByText('No token yet')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue('jane');
  await button(page, /^Get access token/).click();
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
});
