import { draft, planted } from './support/profiles.ts';
import { button, lookUp, openScreen, saveProfile, signIn, switcher, switchTo } from './support/screens.ts';
import { expect, test } from './support/test.ts';
import { person, signedIn } from './support/replies.ts';

test('editing a profile keeps its secrets until they are replaced or removed', async ({ app, stub }) => {
  stub.on('InitiateAuth', signedIn());
  stub.on('AdminGetUser', person());
  const page = await app.start(
    draft(stub.url, { clientSecret: { change: 'set', value: planted.clientSecret } }),
  );
  const hash = () => stub.requests.findLast(({ operation }) => operation === 'InitiateAuth')?.body;

  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  await expect(page.getByText('Saved. Leave empty to keep it.')).toBeVisible();
  await expect(page.getByText('Access keys are saved.')).toBeVisible();
  await expect(page.getByLabel('App client secret', { exact: true })).toHaveValue('');
  await page.getByLabel('Name', { exact: true }).fill('Renamed');
  await saveProfile(page);
  await expect(page.getByRole('heading', { name: 'Renamed' })).toBeVisible();

  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  expect(hash()).toHaveProperty('AuthParameters.SECRET_HASH', expect.stringMatching(/^[\w+/]{43}=$/));
  await openScreen(page, 'Find a person');
  await lookUp(page, 'jane');
  await expect(page.getByText('Jane Doe can sign in')).toBeVisible();
  expect(stub.requests.at(-1)?.headers.authorization).toContain('Credential=AKIAPLANTED000000001/');

  await openScreen(page, 'Profiles');
  await button(page, 'Edit Renamed').click();
  await button(page, 'Remove').click();
  await expect(page.getByText('Will be removed when you save.')).toBeVisible();
  await saveProfile(page);
  await openScreen(page, 'Sign in');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Signed in as jane' })).toBeVisible();
  expect(hash()).not.toHaveProperty('AuthParameters.SECRET_HASH');
});

test('leaving the editor with changes asks first', async ({ app, stub }) => {
  const page = await app.start(draft(stub.url), draft(stub.url, { name: 'Other' }));
  await openScreen(page, 'Profiles');
  await button(page, 'Edit Staging · Shop').click();
  await page.getByLabel('Name', { exact: true }).fill('Half done');

  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Activity' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Half done');

  await page.getByRole('link', { name: 'Activity' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Half done');

  // The form of another profile is the same screen, with other content.
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('Edit Other');
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Half done');

  await page.getByRole('link', { name: 'Activity' }).click();
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await openScreen(page, 'Profiles');
  await expect(page.getByRole('heading', { name: 'Staging · Shop' })).toBeVisible();
});

test('deleting asks with the name, and the last one leads back to the welcome', async ({ app, stub }) => {
  const page = await app.start(
    draft(stub.url),
    draft(stub.url, { name: 'Second', environment: 'production' }),
  );
  await openScreen(page, 'Profiles');

  const question = page.getByRole('alertdialog', { name: 'Delete “Staging · Shop”?' });
  await button(page, 'Delete Staging · Shop').click();
  await expect(question).toContainText('The pool in AWS and its people stay as they are.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(button(page, 'Delete Staging · Shop')).toBeFocused();

  await button(page, 'Delete Staging · Shop').click();
  await question.getByRole('button', { name: 'Delete profile' }).click();
  await expect(page.getByRole('heading', { name: 'Staging · Shop' })).toBeHidden();
  await expect(page.getByText('Staging · Shop was deleted')).toBeAttached();
  await expect(page.getByRole('list', { name: 'Profiles' })).toBeFocused();

  await button(page, 'Delete Second').click();
  await page
    .getByRole('alertdialog', { name: 'Delete “Second”?' })
    .getByRole('button', { name: 'Delete profile' })
    .click();
  await expect(page.getByRole('heading', { name: 'Welcome to Cognito Desk' })).toBeVisible();
});

test('profiles are switched from the bar, from the list and from the palette', async ({ app, stub }) => {
  const page = await app.start(
    draft(stub.url),
    draft(stub.url, { name: 'Live', environment: 'production' }),
    draft(stub.url, { name: 'Tests', environment: 'test' }),
  );
  await expect(switcher(page)).toContainText('Tests');

  await switcher(page).click();
  await expect(page.getByRole('option', { name: /^Tests/ })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('option', { name: /^Live/ }).click();
  await expect(switcher(page)).toContainText('Live');
  await expect(page.getByText('Switched to Live')).toBeAttached();
  await expect(page).toHaveTitle('Find a person – Live – Cognito Desk');

  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search people, profiles and actions' });
  await palette.getByRole('combobox').fill('staging');
  await expect(palette.getByRole('option').first()).toHaveAccessibleName(/Staging · Shop/);
  await page.keyboard.press('Enter');
  await expect(switcher(page)).toContainText('Staging · Shop');
  await expect(palette).toBeHidden();

  await openScreen(page, 'Profiles');
  await button(page, 'Use Tests').click();
  await expect(switcher(page)).toContainText('Tests');
  await expect(page.getByText('Tests is in use now')).toBeAttached();
});

test('nothing of the profile before shows after a switch, not even an answer that comes late', async ({
  app,
  stub,
}) => {
  const page = await app.start(draft(stub.url, { name: 'Other' }), draft(stub.url, { name: 'Before' }));

  stub.on('AdminGetUser', person({ name: 'Old Result' }));
  await lookUp(page, 'jane');
  await expect(page.getByText('Old Result can sign in')).toBeVisible();
  await switchTo(page, 'Other');
  await expect(page.getByText('Old Result')).toHaveCount(0);
  await expect(page.getByLabel('Who are you looking for?')).toHaveValue('');
  await expect(page.getByText('Nobody looked up yet')).toBeVisible();

  await switchTo(page, 'Before');
  const release = Promise.withResolvers<undefined>();
  stub.on(
    'AdminGetUser',
    async () => {
      await release.promise;
      return person({ name: 'Late Answer' });
    },
    person({ name: 'New Result' }),
  );
  await lookUp(page, 'late');
  await expect(page.getByText('Looking in Before…')).toBeVisible();
  await switchTo(page, 'Other');
  // The screen took its call with it.
  await stub.requests.at(-1)?.closed;
  release.resolve(undefined);
  await lookUp(page, 'new');
  await expect(page.getByText('New Result can sign in')).toBeVisible();
  await expect(page.getByText('From Other')).toBeVisible();
  await expect(page.getByText('Late Answer')).toHaveCount(0);

  stub.on('InitiateAuth', signedIn());
  await openScreen(page, 'Access token');
  await signIn(page, 'jane', 'Jane-Password-1!');
  await expect(page.getByRole('heading', { name: 'Access token of jane' })).toBeVisible();
  await switchTo(page, 'Before');
  await expect(page.getByText('Access token of jane')).toHaveCount(0);
  await expect(page.getByLabel('Signed in now')).toHaveCount(0);
});

test('a production profile asks before it changes anything', async ({ app, stub }) => {
  stub.on('SignUp', { UserConfirmed: true, UserSub: 'a' });
  const page = await app.start(draft(stub.url, { name: 'Live', environment: 'production', access: null }));
  await openScreen(page, 'Sign up');
  await page.getByLabel('Username').fill('jane');
  await page.getByLabel('Password', { exact: true }).fill('Jane-Password-1!');
  await button(page, 'Create account').click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Live');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  expect(stub.requests).toEqual([]);
  await expect(page.getByLabel('Username')).toHaveValue('jane');

  await button(page, 'Create account').click();
  const name = question.getByLabel('Name of the profile');
  await expect(name).toBeFocused();
  await name.fill('live');
  await name.press('Enter');
  await expect(name).toHaveAccessibleDescription('This is not the name of the profile.');
  expect(stub.requests).toEqual([]);
  await name.fill('Live');
  await name.press('Enter');
  await expect(page.getByText('Created and ready')).toBeVisible();

  // Open for a while: the next write is not asked about.
  await button(page, 'Create account').click();
  await expect.poll(() => stub.requests.length).toBe(2);
  await expect(question).toHaveCount(0);
});

test('a new profile is filled in from a pasted command, and its secrets are left out', async ({ page }) => {
  await button(page, 'Add a pool')
    .or(page.getByRole('link', { name: 'Add a pool' }))
    .first()
    .click();
  const pasted = page.getByLabel('Paste what you have');
  await pasted.fill('nothing of use');
  await expect(pasted).toHaveAccessibleDescription('No user pool or app client was found in this text.');

  await pasted.fill(
    `aws cognito-idp initiate-auth --region 'eu-west-1' --client-id '4exampleclientid1234567890' \\\n` +
      `  --auth-flow USER_PASSWORD_AUTH --auth-parameters '{"USERNAME":"jane","PASSWORD":"Jane-Password-1!"}'`,
  );
  await expect(pasted).toHaveAccessibleDescription('Filled in below from the command.');
  await expect(page.getByLabel('Region')).toHaveValue('eu-west-1');
  await expect(page.getByLabel('App client ID')).toHaveValue('4exampleclientid1234567890');
  await expect(page.getByLabel('App client secret')).toHaveValue('');

  await pasted.fill('https://cognito-idp.us-east-2.amazonaws.com/us-east-2_Ab12Cd34E/.well-known/jwks.json');
  await expect(page.getByLabel('User pool ID')).toHaveValue('us-east-2_Ab12Cd34E');
  await expect(page.getByLabel('Region')).toHaveValue('us-east-2');
});
