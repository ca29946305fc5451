import { describe, expect, it } from 'vitest';
import type { ProfileDraft } from '#contract/profiles.ts';
import {
  applyDraft,
  nameOfCopy,
  profileRecord,
  summarise,
  type ProfileRecord,
} from '#core/profiles/profile-record.ts';
import { testKeys, testProfile } from '#tests/support/desk.ts';

const secret = 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01';
const setSecret = { change: 'set', value: secret } as const;
const keepKeys = { kind: 'access-keys', keys: { change: 'keep' } } as const;

function recordOf(draft: Partial<ProfileDraft>): ProfileRecord {
  const record = applyDraft(testProfile(draft), 'p', null);
  if (!record) throw new Error('The draft gives no record.');
  return record;
}

describe('the record of a form', () => {
  it('holds what the form says, and is one that can be stored', () => {
    const record = recordOf({ clientSecret: setSecret, access: testKeys, endpoint: 'http://127.0.0.1:1' });
    const { accessKeyId, secretAccessKey, sessionToken } = testKeys.keys;
    expect(record).toEqual({
      id: 'p',
      name: 'Test pool',
      environment: 'test',
      region: 'us-east-1',
      clientId: '4exampleclientid1234567890',
      clientSecret: secret,
      endpoint: 'http://127.0.0.1:1',
      poolId: 'us-east-1_Ab12Cd34E',
      access: { kind: 'access-keys', accessKeyId, secretAccessKey, sessionToken },
    });
    expect(profileRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('has the id that main gives it, whatever the form says', () => {
    expect(applyDraft(testProfile({ id: 'mine' }), 'p', null)?.id).toBe('p');
  });

  it.each([
    ['kept', { change: 'keep' }, secret],
    ['replaced', { change: 'set', value: 'y'.repeat(24) }, 'y'.repeat(24)],
    ['taken away', { change: 'clear' }, null],
  ] as const)('has its client secret %s', (_, clientSecret, expected) => {
    const previous = recordOf({ clientSecret: setSecret });
    expect(applyDraft(testProfile({ clientSecret }), 'p', previous).clientSecret).toBe(expected);
  });

  it('has no client secret where there is none to keep', () => {
    expect(applyDraft(testProfile({ clientSecret: { change: 'keep' } }), 'p', null)?.clientSecret).toBeNull();
  });

  it('keeps access keys as a whole', () => {
    const previous = recordOf({ access: testKeys });
    expect(applyDraft(testProfile({ access: keepKeys }), 'p', previous).access).toEqual(previous.access);
  });

  it('is refused where there are no access keys to keep', () => {
    const other = recordOf({ access: { kind: 'aws-profile', name: 'x' } });
    for (const previous of [null, recordOf({}), other]) {
      expect(() => applyDraft(testProfile({ access: keepKeys }), 'p', previous)).toThrow('invalid-input');
    }
  });

  it('keeps colour, icon and read-only where the form says nothing of them', () => {
    const looks = { colour: 'teal', icon: 'rocket', readOnly: true } as const;
    const previous = recordOf(looks);
    expect(previous).toMatchObject(looks);
    expect(profileRecord.parse(previous)).toEqual(previous);
    expect(applyDraft(testProfile(), 'p', previous)).toMatchObject(looks);
    expect(applyDraft(testProfile({ readOnly: false }), 'p', previous)).toMatchObject({
      ...looks,
      readOnly: false,
    });
  });

  it('forgets access keys when another kind of access is chosen', () => {
    const previous = recordOf({ access: testKeys });
    for (const access of [null, { kind: 'default-chain' }, { kind: 'aws-profile', name: 'x' }] as const) {
      expect(JSON.stringify(applyDraft(testProfile({ access }), 'p', previous))).not.toContain('AKID');
    }
  });
});

describe('the name of a copy', () => {
  it('is one that no profile has, and no longer than a name may be', () => {
    expect(nameOfCopy('Shop', new Set(['Shop']))).toBe('Shop copy');
    expect(nameOfCopy('Shop', new Set(['Shop copy', 'Shop copy 2']))).toBe('Shop copy 3');
    expect(nameOfCopy('x'.repeat(80), new Set())).toBe(`${'x'.repeat(75)} copy`);
  });
});

describe('the summary for the page', () => {
  it('has everything but the secrets', () => {
    const keys = { ...testKeys.keys, sessionToken: 'PlantedSessionToken' };
    const record = recordOf({ clientSecret: setSecret, access: { kind: 'access-keys', keys } });
    const summary = summarise(record);
    expect(summary).toEqual({
      id: 'p',
      name: 'Test pool',
      environment: 'test',
      region: 'us-east-1',
      clientId: '4exampleclientid1234567890',
      hasClientSecret: true,
      endpoint: null,
      poolId: 'us-east-1_Ab12Cd34E',
      access: { kind: 'access-keys' },
      colour: 'environment',
      icon: 'letters',
      readOnly: false,
      signInMethod: 'automatic',
      favourite: false,
      lastUsedAt: null,
    });
  });

  it.each([null, { kind: 'default-chain' }, { kind: 'aws-profile', name: 'my company' }] as const)(
    'shows access without secrets as it is: %j',
    (access) => {
      expect(summarise(recordOf({ access }))).toMatchObject({ hasClientSecret: false, access });
    },
  );
});
