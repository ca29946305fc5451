import { describe, expect, it } from 'vitest';
import { createDraftStore } from '#core/draft-store.ts';

describe('what is typed into forms', () => {
  it('is given once, to the page after one that stopped', () => {
    const drafts = createDraftStore();
    drafts.keep('sign-in a', '{"username":"j"}');
    drafts.keep('sign-in a', '{"username":"jane"}');
    drafts.keep('find a', '{}');
    drafts.forget('find a');
    expect(drafts.take()).toEqual([]);
    drafts.pageStopped();
    expect(drafts.take()).toEqual([{ name: 'sign-in a', values: '{"username":"jane"}' }]);
    expect(drafts.take()).toEqual([]);
  });

  it('waits for the page that asks, when one stops before it could', () => {
    const drafts = createDraftStore();
    drafts.keep('sign-in a', '{"username":"j"}');
    drafts.keep('find a', '{}');
    drafts.pageStopped();
    drafts.keep('sign-in a', '{"username":"jane"}');
    drafts.pageStopped();
    drafts.pageStopped();
    expect(drafts.take()).toEqual([
      { name: 'sign-in a', values: '{"username":"jane"}' },
      { name: 'find a', values: '{}' },
    ]);
  });

  it('goes when everything is forgotten, also what waits', () => {
    const drafts = createDraftStore();
    drafts.keep('a', '{}');
    drafts.pageStopped();
    drafts.keep('b', '{}');
    drafts.forgetAll();
    expect(drafts.take()).toEqual([]);
    drafts.pageStopped();
    expect(drafts.take()).toEqual([]);
  });

  it('is of the last 20 forms', () => {
    const drafts = createDraftStore();
    for (let count = 0; count < 30; count += 1) drafts.keep(String(count), '{}');
    drafts.pageStopped();
    expect(drafts.take().map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    );
  });

  it('drops what was typed for a profile that is gone', () => {
    const drafts = createDraftStore();
    drafts.keep('sign-in one', 'old');
    drafts.pageStopped();
    drafts.keep('sign-in one', 'a');
    drafts.keep('find two', 'b');
    drafts.forgetProfile('one');
    drafts.pageStopped();
    expect(drafts.take()).toEqual([{ name: 'find two', values: 'b' }]);
  });
});
