/** What the app does for its window besides Cognito: the menu, a restart, the end of the person's session. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDesk, expectCode } from '#tests/support/desk.ts';
import { createTestSealer } from '#tests/support/ports.ts';

describe('a screen that is chosen in the menu', () => {
  it('waits for the page, which may come only after it, and is followed once', async () => {
    const desk = await createTestDesk();
    desk.chooseInMenu('problems');
    desk.chooseInMenu('settings');
    expect(desk.announced).toEqual(['menu.chosen', 'menu.chosen']);
    expect(await desk.value('app.takeMenuChoice', {})).toEqual({ target: 'settings' });
    expect(await desk.value('app.takeMenuChoice', {})).toEqual({ target: null });
  });
});

it('the person can have the app opened anew', async () => {
  const desk = await createTestDesk();
  await desk.value('app.restart', {});
  expect(desk.restarts()).toBe(1);
});

it('a link that no program opens is an error with its address', async () => {
  const refused = () => Promise.reject(new Error('No program.'));
  const desk = await createTestDesk({ links: { open: refused, openFile: refused } });
  const { address } = expectCode(await desk.error('app.openLink', { link: 'iam-policy' }), 'link-not-opened');
  expect(address).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});

it('profiles whose key comes late are there without a restart, and the page is told', async () => {
  const sealer = createTestSealer();
  const first = await createTestDesk({ sealer });
  await first.addProfile({ name: 'Zanzibar' });

  sealer.become({ kind: 'unfit', reason: 'locked' });
  const desk = await createTestDesk({ sealer, folder: first.folder });
  expect(await desk.value('profiles.list', {})).toMatchObject({
    profiles: [],
    storage: { kind: 'out-of-reach' },
  });
  sealer.answerLate({ kind: 'ready' });
  expect(desk.announced).toContain('vault.changed');
  expect(await desk.value('profiles.list', {})).toMatchObject({
    profiles: [{ name: 'Zanzibar' }],
    storage: { kind: 'protected' },
  });
});

it('a process of Chromium that ends is noted, with nothing but its kind and the reason', async () => {
  const desk = await createTestDesk();
  desk.processGone('GPU', 'crashed');
  const notes = () => readFile(join(desk.folder, 'problems.log'), 'utf8').catch(() => '');
  await expect.poll(notes).toContain('process gone: GPU crashed');
});
