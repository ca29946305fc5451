import { describe, expect, it } from 'vitest';
import { createDraftStore } from '#core/draft-store.ts';
import { createLifetimes } from '#core/scope.ts';

describe('what is typed into forms', () => {
  it('is given once, to the page after one that stopped', () => {
    const lifetimes = createLifetimes();
    const drafts = createDraftStore(lifetimes);
    drafts.keep({ name: 'sign-in a', values: '{"username":"j"}', profileId: null });
    drafts.keep({ name: 'sign-in a', values: '{"username":"jane"}', profileId: null });
    drafts.keep({ name: 'find a', values: '{}', profileId: null });
    drafts.forget('find a');
    expect(drafts.take()).toEqual([]);
    drafts.pageStopped();
    expect(drafts.take()).toEqual([{ name: 'sign-in a', values: '{"username":"jane"}' }]);
    expect(drafts.take()).toEqual([]);
  });

  it('waits for the page that asks, when one stops before it could', () => {
    const lifetimes = createLifetimes();
    const drafts = createDraftStore(lifetimes);
    drafts.keep({ name: 'sign-in a', values: '{"username":"j"}', profileId: null });
    drafts.keep({ name: 'find a', values: '{}', profileId: null });
    drafts.pageStopped();
    drafts.keep({ name: 'sign-in a', values: '{"username":"jane"}', profileId: null });
    drafts.pageStopped();
    drafts.pageStopped();
    expect(drafts.take()).toEqual([
      { name: 'sign-in a', values: '{"username":"jane"}' },
      { name: 'find a', values: '{}' },
    ]);
  });

  it('goes when everything is forgotten, also what waits', () => {
    const lifetimes = createLifetimes();
    const drafts = createDraftStore(lifetimes);
    drafts.keep({ name: 'a', values: '{}', profileId: null });
    drafts.pageStopped();
    drafts.keep({ name: 'b', values: '{}', profileId: null });
    lifetimes.endVault();
    expect(drafts.take()).toEqual([]);
    drafts.pageStopped();
    expect(drafts.take()).toEqual([]);
  });

  it('is of the last 20 forms', () => {
    const lifetimes = createLifetimes();
    const drafts = createDraftStore(lifetimes);
    for (let count = 0; count < 30; count += 1)
      drafts.keep({ name: String(count), values: '{}', profileId: null });
    drafts.pageStopped();
    expect(drafts.take().map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    );
  });

  it('drops what was typed for a profile that is gone', () => {
    const lifetimes = createLifetimes();
    const drafts = createDraftStore(lifetimes);
    drafts.keep({ name: 'sign-in one', values: 'old', profileId: 'one' });
    drafts.pageStopped();
    drafts.keep({ name: 'sign-in one', values: 'a', profileId: 'one' });
    drafts.keep({ name: 'find two', values: 'b', profileId: 'two' });
    lifetimes.endProfile('one');
    drafts.pageStopped();
    expect(drafts.take()).toEqual([{ name: 'find two', values: 'b' }]);
  });
});
