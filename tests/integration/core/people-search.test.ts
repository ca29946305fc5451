/** Searching a pool over HTTP, against a stub that does what AWS does: grammar, case rules, pages, expired markers. */
import { describe, expect, it } from 'vitest';
import type { FoundPerson, SearchQuery } from '#contract/people-search.ts';
import { createTestDesk, expectCode, testKeys } from '#tests/support/desk.ts';
import { createTestClock } from '#tests/support/ports.ts';
import { createPool, samplePerson, type PoolOptions, type PoolPerson } from '#tests/support/pool-stub.ts';
import { useAwsStub } from '#tests/support/use-aws-stub.ts';

const stub = await useAwsStub();

/** A clock on which whoever waits has waited already. */
function impatientClock() {
  const clock = createTestClock();
  return {
    ...clock,
    after(milliseconds: number, run: () => void) {
      const cancel = clock.after(milliseconds, run);
      queueMicrotask(() => {
        clock.advance(milliseconds);
      });
      return cancel;
    },
  };
}

async function begin(options: PoolOptions) {
  const pool = createPool(options);
  pool.serve(stub);
  const clock = impatientClock();
  const desk = await createTestDesk({ stubUrl: stub.url, clock });
  const profileId = await desk.addProfile({ access: testKeys });

  const page = (query: SearchQuery, marker: string | null = null) =>
    desk.value('people.search', { profileId, query, marker });

  /** All steps of the plan, as the screen takes them. */
  async function search(text: string): Promise<FoundPerson[]> {
    const plan = await desk.value('people.plan', { profileId, text, countries: ['DE'] });
    const found = new Map<string, FoundPerson>();
    let round = 0;
    for (const step of plan.steps) {
      if (step.round > round && found.size > 0) break;
      ({ round } = step);
      const { query } = step;
      let marker: string | null = null;
      do {
        const answer = await page(query, marker);
        if (answer.kind !== 'page') throw new Error(answer.kind);
        for (const person of answer.people) found.set(person.sub ?? person.username, person);
        marker = answer.next;
      } while (marker !== null);
    }
    return [...found.values()];
  }
  return { pool, clock, desk, profileId, page, search };
}

const named = (username: string, attributes: PoolPerson['attributes'] = {}): PoolPerson => ({
  username,
  attributes: {
    sub: `00000000-0000-4000-8000-${username.length.toString().padStart(12, '0')}`,
    ...attributes,
  },
});
const poolOf = (...people: readonly PoolPerson[]): PoolOptions => ({
  size: people.length,
  person: (index) => people[index] ?? named('nobody'),
});
const starts = (attribute: SearchQuery['attribute'], value: string): SearchQuery => ({
  attribute,
  operator: 'starts',
  value,
  begins: '',
  words: [],
});

describe('a search', () => {
  it('finds one person by each of their names, however they are written', async () => {
    const { search, desk } = await begin({ size: 300 });
    const { attributes } = samplePerson(41);
    const email = attributes['email'] ?? '';
    const phone = attributes['phone_number'] ?? '';
    const ways = [
      email,
      `  ${email.toUpperCase().toLowerCase()} `,
      `Somebody <${email}>`,
      email.slice(0, email.indexOf('@') + 1),
      attributes['sub']?.toUpperCase() ?? '',
      phone,
      `00${phone.slice(1)}`,
      `0${phone.slice(3, 6)} / ${phone.slice(6)}`,
    ];
    for (const way of ways) {
      const found = await search(way);
      const subs = found.map(({ sub }) => sub);
      // Small letters find nobody in a pool that minds case, unless the address has no others.
      if (way.trim() === email.toLowerCase() && email !== email.toLowerCase()) continue;
      expect(subs, way).toContain(attributes['sub']);
    }
    const found = await search(
      `${attributes['given_name'] ?? ''} ${attributes['family_name'] ?? ''}`.toLowerCase(),
    );
    expect(found.map(({ sub }) => sub)).toContain(attributes['sub']);
    expect(
      found.every(({ attributes: all }) => all.some(({ value }) => value === attributes['family_name'])),
    ).toBe(true);
    expect(desk.faults).toEqual([]);
  });

  it('takes people for what they are: quotes and backslashes mean themselves', async () => {
    const odd = String.raw`a"b\c`;
    const { search, pool } = await begin(poolOf(named(odd), named('a'), named('aa"'), named('ab')));
    expect((await search(odd)).map(({ username }) => username)).toEqual([odd]);
    expect((await search('" or username ^= "a')).map(({ username }) => username)).toEqual([]);
    expect(pool.filters).toContain(String.raw`username ^= "a\"b\\c"`);
  });

  it('tries small letters only when nobody came, and says which name matched', async () => {
    const jane = named('jane@example.com', { email: 'jane@example.com' });
    const { search, pool } = await begin(poolOf(jane, named('other', { email: 'JANE@b.c' })));
    expect(await search('jane@e')).toMatchObject([{ match: { attribute: 'username', length: 6 } }]);
    expect(pool.filters).toHaveLength(2);
    expect(await search('Jane@E')).toHaveLength(1);
    expect(pool.filters).toHaveLength(6);
  });

  it('keeps those out who only begin like a text that ends in its @', async () => {
    const janet = named('2', { email: 'janet@b.c' });
    const { search } = await begin(poolOf(named('1', { email: 'jane@b.c' }), janet));
    expect((await search('jane@')).map(({ username }) => username)).toEqual(['1']);
  });

  it('finds who is switched off, who has a status, and who comes from elsewhere', async () => {
    const { search } = await begin({ size: 100 });
    expect((await search('disabled')).every(({ enabled }) => enabled === false)).toBe(true);
    expect((await search('Reset required')).map(({ status }) => status)).toContain('RESET_REQUIRED');
    expect(await search('google_100000029')).toMatchObject([
      { provider: 'Google', status: 'EXTERNAL_PROVIDER' },
    ]);
  });
});

describe('pages', () => {
  it('go on after short and empty ones, and begin anew when a marker has expired', async () => {
    const pageSize = (page: number) => (page < 2 ? 0 : 30);
    const { pool, page } = await begin({ size: 100, pageSize });
    const query = starts('username', samplePerson(3).username.slice(0, 1));
    expect(await page(query)).toMatchObject({ kind: 'page', people: [] });
    const second = await page(query);
    const marker = second.kind === 'page' ? second.next : null;
    expect(marker).not.toBeNull();
    pool.expireTokens();
    expect(await page(query, marker)).toEqual({ kind: 'marker-expired' });
  });

  it('are refused for what the pool cannot search by, without an error', async () => {
    const { page, pool } = await begin({ size: 3, refuses: ['preferred_username'] });
    expect(await page(starts('preferred_username', 'a'))).toEqual({ kind: 'refused' });
    const asked = pool.filters.length;
    expect(await page(starts('username', '"'.repeat(200)))).toEqual({ kind: 'refused' });
    expect(pool.filters).toHaveLength(asked);
  });

  it('keep to a few a second for all searches together', async () => {
    const { page, clock } = await begin({ size: 3 });
    const before = clock.now();
    for (let times = 0; times < 10; times += 1) await page(starts('username', 'x'));
    expect(clock.now() - before).toBeGreaterThanOrEqual(2000);
  });

  it('fail with what stands in the way, and cost nobody anything', async () => {
    const { desk, profileId, pool } = await begin({ size: 3 });
    const input = { profileId, query: starts('username', 'x'), marker: null };
    pool.throttle(1);
    expectCode(await desk.error('people.search', input), 'throttled');
    stub.on('ListUsers', {
      error: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:ListUsers on resource: arn:y',
    });
    expect(expectCode(await desk.error('people.search', input), 'access-denied').action).toBe(
      'cognito-idp:ListUsers',
    );
    const without = await desk.addProfile();
    expectCode(await desk.error('people.search', { ...input, profileId: without }), 'lookup-access-missing');
    expect(stub.requests.filter(({ operation }) => operation === 'AdminGetUser')).toEqual([]);
    expect((await desk.value('activity.list', {})).entries.map(({ operation }) => operation)).toContain(
      'people.search',
    );
  });

  it('take only queries of their own making', async () => {
    const { desk, profileId } = await begin({ size: 1 });
    const bad = [
      { ...starts('username', 'x'), attribute: 'custom:secret' },
      { ...starts('username', 'x'), operator: 'contains' },
      starts('username', 'a\nb'),
      starts('username', ''),
    ];
    for (const query of bad) {
      expect(await desk.dispatch('people.search', { profileId, query, marker: null })).toMatchObject({
        error: { code: 'invalid-input' },
      });
    }
  });
});

describe('people that are remembered', () => {
  it('are names and times only, and out of sight while the vault is locked', async () => {
    const { desk, profileId } = await begin({ size: 1 });
    await desk.value('remembered.add', { profileId, username: 'jane', displayName: 'Jane Doe' });
    await desk.value('remembered.pin', { profileId, username: 'bo', displayName: 'Bo', pinned: true });
    await desk.value('remembered.understandCost', { profileId });
    await desk.value('vault.setPassphrase', { passphrase: 'correct horse battery', askAtStart: true });
    await desk.lock();
    expect(await desk.value('remembered.list', { profileId })).toEqual({
      recent: [],
      pinned: [],
      costUnderstood: false,
    });
    await desk.value('vault.unlock', { passphrase: 'correct horse battery' });
    expect(await desk.value('remembered.list', { profileId })).toMatchObject({
      recent: [{ username: 'jane' }],
      pinned: [{ username: 'bo' }],
      costUnderstood: true,
    });
    expect(await desk.value('remembered.forget', { profileId, username: null })).toMatchObject({
      recent: [],
      pinned: [],
    });
  });
});
