import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { writePlainCard, writeSealedCard } from '#core/sharing/profile-card.ts';
import { readShared, type SharedFile } from '#core/sharing/read-shared.ts';
import { cleanName } from '#core/sharing/shared-profile.ts';
import { sealJson } from '#core/vault/sealed-export.ts';
import { exportAll } from '#core/vault/vault-export.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { expectEqual } from '#tests/support/expect-equal.ts';
import { cheapCost } from '#tests/support/desk.ts';
import { failureOf } from '#tests/support/vault.ts';

const keys = {
  kind: 'access-keys' as const,
  accessKeyId: 'AKIAPLANTEDKEY000001',
  secretAccessKey: 'planted/secret/access/key/0000000001',
  sessionToken: 'planted-session-token',
};
const planted = 'plantedclientsecret0000000000001';

const access = fc.constantFrom(
  null,
  keys,
  { kind: 'aws-profile' as const, name: 'support' },
  { kind: 'default-chain' as const },
);
const place = fc.oneof(
  fc.record({ poolId: fc.constant(null), access: fc.constant(null) }),
  fc.record({ poolId: fc.constant('eu-west-1_Ab12Cd34E'), access }),
);
const record: fc.Arbitrary<ProfileRecord> = fc
  .record(
    {
      id: fc.stringMatching(/^[\w-]{1,64}$/),
      name: fc
        .oneof(fc.stringMatching(/^[^\r\n]{1,80}$/), fc.constantFrom('__proto__', 'toString', 'a\u202Eb'))
        .filter((name) => name.length <= 80 && cleanName(name) !== ''),
      environment: fc.constantFrom('development', 'test', 'staging', 'production'),
      region: fc.constantFrom('eu-west-1', 'us-east-2', 'local'),
      clientId: fc.stringMatching(/^[\w+]{1,128}$/),
      clientSecret: fc.constantFrom(null, planted),
      endpoint: fc.constantFrom(null, 'http://127.0.0.1:9229'),
      colour: fc.constantFrom('environment', 'teal'),
      icon: fc.constantFrom('letters', 'rocket'),
      readOnly: fc.boolean(),
    },
    { requiredKeys: ['id', 'name', 'environment', 'region', 'clientId', 'clientSecret', 'endpoint'] },
  )
  .chain((some) => place.map((rest) => ({ ...some, ...rest })));
const records = fc.array(record, { minLength: 1, maxLength: 4 });
const withoutId = ({ id: _id, ...rest }: ProfileRecord) => rest;
const runs = { numRuns: 10_000 };
const slow = { timeout: 240_000 };

/** The profiles of a file of which none is refused. */
const profilesOf = ({ entries }: SharedFile) =>
  entries.map((entry) => (entry.kind === 'profile' ? entry.profile : entry.problems));

const cardWith = (...profiles: readonly unknown[]) =>
  JSON.stringify({ format: 'cognito-desk card', version: 1, profiles });

/** A plain profile, as a card has it. */
const shop = {
  name: 'Shop',
  environment: 'test',
  region: 'eu-west-1',
  clientId: '4client',
  endpoint: null,
  poolId: null,
  access: null,
};

describe('a profile card', () => {
  it('gives back exactly what was shared, and no secret when it is plain', slow, async () => {
    const property = fc.asyncProperty(records, async (list) => {
      const text = writePlainCard(list);
      for (const secret of [planted, keys.accessKeyId, keys.secretAccessKey, keys.sessionToken])
        expectEqual(text.includes(secret), false);
      const shared = list.map((it) => ({
        ...withoutId(it),
        clientSecret: null,
        access: it.access?.kind === 'access-keys' ? null : it.access,
      }));
      const file = await readShared(text, null);
      expectEqual([file.kind, file.plain], ['card', true]);
      expectEqual(profilesOf(file), shared);
    });
    await fc.assert(property, runs);
  });

  it('gives back secrets too when it is sealed, to the passphrase only', slow, async () => {
    const property = fc.asyncProperty(records, async (list) => {
      const text = await writeSealedCard(list, 'right', cheapCost);
      expectEqual(text.includes(planted), false);
      const file = await readShared(text, 'right');
      expectEqual([file.kind, file.plain], ['card', false]);
      expectEqual(profilesOf(file), list.map(withoutId));
    });
    await fc.assert(property, runs);
    const text = await writeSealedCard(fc.sample(record, 1), 'right', cheapCost);
    expect(await failureOf(readShared(text, null))).toMatchObject({ code: 'passphrase-needed' });
    expect(await failureOf(readShared(text, 'wrong'))).toMatchObject({ code: 'passphrase-wrong' });
  });

  it('never fails with anything but a clear reason, whatever it says', slow, async () => {
    const field = fc.oneof(fc.jsonValue(), fc.string({ unit: anyCharacter }));
    const almost = fc.dictionary(
      fc.constantFrom(...Object.keys(shop), '__proto__', 'id', 'clientSecret'),
      field,
    );
    const hostile = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc
        .json()
        .map((json) => `{"__proto__":${json},"format":"cognito-desk card","version":1,"profiles":${json}}`),
      fc.json().map((json) => `{"format":"cognito-desk card","version":1,"profiles":[${json}]}`),
      almost.map((some) => cardWith({ ...shop, ...some }, some)),
    );
    const property = fc.asyncProperty(hostile, fc.boolean(), async (text, sealed) => {
      let file: SharedFile | null = null;
      try {
        const value = sealed ? await sealJson(JSON.parse(text), 'right', cheapCost) : text;
        file = await readShared(value, 'right');
      } catch (cause) {
        if (cause instanceof SyntaxError) return;
        const { code } = (await failureOf(Promise.reject(cause))) as { code: string };
        expectEqual(code, 'sealed-file-unreadable');
      }
      for (const entry of file?.entries ?? []) {
        if (entry.kind === 'refused') expectEqual(entry.problems.length > 0, true);
        else expectEqual(Object.getPrototypeOf(entry.profile) === Object.prototype, true);
      }
    });
    await fc.assert(property, runs);
  });

  it('that is plain and holds a secret all the same has that profile refused, and only that', async () => {
    for (const [extra, path] of [
      [{ clientSecret: planted }, 'clientSecret'],
      [{ access: keys }, 'access.kind'],
      [{ note: 'x' }, 'note'],
      [{ region: 'nowhere' }, 'region'],
      [{ access: { kind: 'default-chain' } }, 'poolId'],
    ] as const) {
      const file = await readShared(cardWith({ ...shop, ...extra }, shop), null);
      expect(file.entries[0]).toMatchObject({ kind: 'refused', name: 'Shop', problems: [{ path }] });
      expect(file.entries[1]).toMatchObject({ kind: 'profile', profile: { name: 'Shop' } });
    }
  });

  it('cannot reach into what all objects share', async () => {
    const text = cardWith(shop).replace('"name"', '"__proto__":{"polluted":true},"name"');
    const { entries } = await readShared(text, null);
    expect(entries).toMatchObject([{ kind: 'refused' }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('is refused when it is of a newer version, cut off, empty, or far too deep', async () => {
    for (const [text, reason] of [
      ['{"format":"cognito-desk card","version":2}', 'newer-version'],
      [cardWith(shop).slice(0, -9), 'damaged'],
      [cardWith(), 'damaged'],
      [cardWith(...Array.from({ length: 501 }, () => shop)), 'damaged'],
      ['['.repeat(1_000_000) + ']'.repeat(1_000_000), 'not-ours'],
      ['', 'not-ours'],
    ] as const) {
      const problem = await failureOf(readShared(text, null));
      expect(problem).toEqual({ code: 'sealed-file-unreadable', reason });
    }
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { entries } = await readShared(
      `{"format":"cognito-desk card","version":1,"profiles":[${deep}]}`,
      null,
    );
    expect(entries).toMatchObject([{ kind: 'refused', name: '' }]);
  });

  it('keeps names from turning the text around them', () => {
    expect(cleanName(' \u202Eevil\u2066\u0000\u0007 ')).toBe('evil');
    expect(cleanName('متجر · Ünïcode 🛒')).toBe('متجر · Ünïcode 🛒');
  });
});

describe('a backup', () => {
  it('gives back every profile with where it stood, whatever else is in it', slow, async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(record, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
      fc.jsonValue(),
      async (list, other) => {
        const [first] = list;
        const meta = { order: list.map(({ id }) => id), activeId: first?.id, favourites: [first?.id] };
        const text = await exportAll(
          {
            records: new Map<string, unknown>([
              ...list.map((it) => [it.id, it] as const),
              ...list.map(({ id }) => [`${id}:test-users`, other] as const),
              ['?', other],
            ]),
            meta,
          },
          'right',
          cheapCost,
        );
        const { kind, entries } = await readShared(text, 'right');
        expectEqual(kind, 'backup');
        expectEqual(
          entries.slice(0, -1),
          list.map((it) => ({
            kind: 'profile',
            profile: withoutId(it),
            from: {
              id: it.id,
              favourite: it === first,
              lastUsedAt: null,
              wasActive: it === first,
              // JSON has no -0.
              companions: [['test-users', JSON.parse(JSON.stringify(other))]],
            },
          })),
        );
        expect(entries.at(-1)).toMatchObject({ kind: 'refused', from: { id: null } });
      },
    );
    await fc.assert(property, { numRuns: 2_000 });
  });
});
