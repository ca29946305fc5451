import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileRecord } from '#core/profiles/profile-record.ts';
import { MAX_CARD_LENGTH, readCard, writePlainCard, writeSealedCard } from '#core/sharing/profile-card.ts';
import { cheapCost, failureOf } from '#tests/support/vault.ts';

const keys = {
  kind: 'access-keys' as const,
  accessKeyId: 'AKIAPLANTEDKEY000001',
  secretAccessKey: 'planted/secret/access/key/0000000001',
  sessionToken: 'planted-session-token',
};
const planted = 'plantedclientsecret0000000000001';

const record: fc.Arbitrary<ProfileRecord> = fc.record({
  id: fc.stringMatching(/^[\w-]{1,64}$/),
  name: fc.stringMatching(/^[^\r\n]{1,80}$/).filter((name) => name.length <= 80),
  environment: fc.constantFrom('development', 'test', 'staging', 'production'),
  region: fc.constantFrom('eu-west-1', 'us-east-2', 'local'),
  clientId: fc.stringMatching(/^[\w+]{1,128}$/),
  clientSecret: fc.constantFrom(null, planted),
  endpoint: fc.constantFrom(null, 'http://127.0.0.1:9229'),
  poolId: fc.constantFrom(null, 'eu-west-1_Ab12Cd34E'),
  access: fc.constantFrom(
    null,
    keys,
    { kind: 'aws-profile' as const, name: 'support' },
    { kind: 'default-chain' as const },
  ),
});
const records = fc.array(record, { minLength: 1, maxLength: 4 });
const withoutId = ({ id: _id, ...rest }: ProfileRecord) => rest;
const runs = { numRuns: 10_000 };
const slow = { timeout: 120_000 };

describe('a profile card', () => {
  it('gives back exactly what was shared, and no secret when it is plain', slow, async () => {
    const property = fc.asyncProperty(records, async (list) => {
      const text = writePlainCard(list);
      for (const secret of [planted, keys.accessKeyId, keys.secretAccessKey, keys.sessionToken])
        expect(text).not.toContain(secret);
      const shared = list.map((it) => ({
        ...withoutId(it),
        clientSecret: null,
        access: it.access?.kind === 'access-keys' ? null : it.access,
      }));
      expect(await readCard(text, null)).toEqual(shared);
    });
    await fc.assert(property, runs);
  });

  it('gives back secrets too when it is sealed, to the passphrase only', slow, async () => {
    const property = fc.asyncProperty(records, async (list) => {
      const text = await writeSealedCard(list, 'right', cheapCost);
      expect(text).not.toContain(planted);
      expect(await readCard(text, 'right')).toEqual(list.map(withoutId));
    });
    await fc.assert(property, { numRuns: 500 });
    const text = await writeSealedCard(fc.sample(record, 1), 'right', cheapCost);
    expect(await failureOf(readCard(text, null))).toMatchObject({ code: 'passphrase-needed' });
    expect(await failureOf(readCard(text, 'wrong'))).toMatchObject({ code: 'passphrase-wrong' });
  });

  it('refuses every other text with a clear reason', slow, async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .json()
        .map((json) => `{"__proto__":${json},"format":"cognito-desk card","version":1,"profiles":${json}}`),
      fc.json().map((json) => `{"format":"cognito-desk card","version":1,"profiles":[${json}]}`),
    );
    const property = fc.asyncProperty(hostile, async (text) => {
      expect(await failureOf(readCard(text, null))).toMatchObject({ code: 'sealed-file-unreadable' });
    });
    await fc.assert(property, runs);
  });

  it('is refused when it is plain and holds a secret all the same', async () => {
    const text = writePlainCard(fc.sample(record, 1));
    const { profiles } = JSON.parse(text) as { profiles: object[] };
    for (const extra of [{ clientSecret: planted }, { access: keys }, { note: 'x' }]) {
      const card = { format: 'cognito-desk card', version: 1, profiles: [{ ...profiles[0], ...extra }] };
      const problem = await failureOf(readCard(JSON.stringify(card), null));
      expect(problem).toMatchObject({ code: 'sealed-file-unreadable', reason: 'damaged' });
    }
  });

  it('is refused when it is too long or of a newer version', async () => {
    const newer = failureOf(readCard('{"format":"cognito-desk card","version":2}', null));
    expect(await newer).toMatchObject({ reason: 'newer-version' });
    const long = failureOf(readCard(' '.repeat(MAX_CARD_LENGTH + 1), null));
    expect(await long).toMatchObject({ reason: 'not-ours' });
  });
});
