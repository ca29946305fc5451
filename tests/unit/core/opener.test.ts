import { expect, it } from 'vitest';
import { createOpener } from '#core/opener.ts';
import { failureOf } from '#tests/support/vault.ts';
import { createTestClock } from '#tests/support/ports.ts';

const never = () => new Promise<never>(() => undefined);
const refused = () => Promise.reject(new Error('No program.'));

it('what the system never says that it opened counts as opened after two seconds', async () => {
  const clock = createTestClock();
  const opener = createOpener({ open: never, openFile: never }, clock);
  const both = Promise.all([opener.address('https://example.com/'), opener.file('/x/problems.log')]);
  clock.advance(2000);
  await both;
  expect(clock.waiting()).toBe(0);
});

it('what the system does not open is said', async () => {
  const opener = createOpener({ open: refused, openFile: refused }, createTestClock());
  expect(await failureOf(opener.address('https://example.com/'))).toEqual({
    code: 'link-not-opened',
    address: 'https://example.com/',
  });
  expect(await failureOf(opener.file('/x/problems.log'))).toMatchObject({
    code: 'file-trouble',
    action: 'open',
    name: 'problems.log',
  });
});
