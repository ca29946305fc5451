import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preferences } from '#contract/app.ts';
import { channelOf, operationNames } from '#contract/channels.ts';
import { contract } from '#contract/index.ts';
import { profileDraft } from '#contract/profiles.ts';
import { testKeys, testProfile } from '#tests/support/desk.ts';

describe('the list of channels', () => {
  it('names every operation once', () => {
    expect([...operationNames].sort()).toEqual(Object.keys(contract).sort());
  });

  it('gives each operation a topic and a verb, as the bridge needs them', () => {
    for (const name of operationNames) expect(name).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
  });

  it('gives each operation a channel of its own', () => {
    expect(new Set(operationNames.map(channelOf)).size).toBe(operationNames.length);
  });
});

describe('inputs', () => {
  // Put together once for all operations.
  const anything = fc.anything();
  const undeclared = fc.dictionary(fc.string(), anything, { minKeys: 6 });

  it.each(operationNames)('of %s never throw and keep no key that is not declared', (name) => {
    const { input } = contract[name];
    fc.assert(
      fc.property(anything, (value) => {
        input.safeParse(value);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(undeclared, (value) => {
        expect(input.safeParse(value).success).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

const problems = (draft: unknown) =>
  (profileDraft.safeParse(draft).error?.issues ?? []).map(
    ({ path, message }) => `${path.map(String).join('.')} ${message}`,
  );

describe('a profile draft', () => {
  it.each([
    ['the least of all', testProfile({ poolId: null })],
    ['an emulator', testProfile({ region: 'local', endpoint: 'http://127.0.0.1:9229', poolId: 'local_a' })],
    ['a secret', testProfile({ clientSecret: { change: 'set', value: 'x'.repeat(24) } })],
    ['a secret that stays', testProfile({ id: 'a', clientSecret: { change: 'keep' } })],
    ['an AWS profile', testProfile({ access: { kind: 'aws-profile', name: 'my company' } })],
    ['access keys', testProfile({ access: testKeys })],
    ['keys that stay', testProfile({ id: 'a', access: { kind: 'access-keys', keys: { change: 'keep' } } })],
    ['the default chain', testProfile({ access: { kind: 'default-chain' } })],
  ])('may have %s', (_, draft) => {
    expect(problems(draft)).toEqual([]);
  });

  it('needs a pool for looking people up', () => {
    expect(problems(testProfile({ poolId: null, access: { kind: 'default-chain' } }))).toEqual([
      'poolId pool-needed-for-lookup',
    ]);
  });

  it('reports every field at once', () => {
    const draft = {
      ...testProfile(),
      name: '',
      environment: 'moon',
      region: 'nowhere',
      clientId: '?',
      clientSecret: { change: 'set', value: 'short' },
      endpoint: 'ftp://x',
      poolId: 'x',
    };
    expect(problems(draft)).toEqual([
      'name required',
      'environment choice',
      'region region-form',
      'clientId client-id-form',
      'clientSecret.value client-secret-form',
      'endpoint endpoint-form',
      'poolId pool-id-form',
    ]);
  });

  it.each([
    ['an unknown key', { ...testProfile(), admin: true }],
    ['a secret under another name', { ...testProfile(), clientSecret: 'x'.repeat(24) }],
    ['an unknown change', { ...testProfile(), clientSecret: { change: 'leak' } }],
    ['an unknown kind of access', { ...testProfile(), access: { kind: 'root' } }],
    ['a path as id', { ...testProfile(), id: '../../x' }],
  ])('may not have %s', (_, draft) => {
    expect(problems(draft)).not.toEqual([]);
  });
});

describe('preferences', () => {
  it.each([0, 30, 60, 180])('clear the clipboard after %d seconds', (clipboardSeconds) => {
    expect(preferences.partial().safeParse({ clipboardSeconds }).success).toBe(true);
  });

  it.each([-1, 1, 45, Infinity, NaN, '60', null])('never after %j seconds', (clipboardSeconds) => {
    expect(preferences.partial().safeParse({ clipboardSeconds }).success).toBe(false);
  });

  it.each([0, 5, 15, 60])('lock after %d minutes', (lockAfterMinutes) => {
    expect(preferences.partial().safeParse({ lockAfterMinutes }).success).toBe(true);
  });

  it.each([-5, 1, Infinity, '5', null])('never lock after %j minutes', (lockAfterMinutes) => {
    expect(preferences.partial().safeParse({ lockAfterMinutes }).success).toBe(false);
  });
});
