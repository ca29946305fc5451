import { scopedMap } from './scoped-map.ts';
import type { Lifetimes } from './scope.ts';

/** More forms than the app has. */
const MOST = 20;

/** A form's values as text, and the saved profile that it is about; null where it is about none. */
type Draft = { readonly name: string; readonly values: string; readonly profileId: string | null };

/** What is typed into forms, in memory, for a page that stops. */
export function createDraftStore(lifetimes: Lifetimes) {
  const options = { max: MOST, profileOf: ({ profileId }: Draft) => profileId };
  const drafts = scopedMap<string, Draft>(lifetimes, options);
  /** What a page that stopped has left for the next one. */
  const saved = scopedMap<string, Draft>(lifetimes, options);

  return {
    keep(draft: Draft): void {
      drafts.delete(draft.name);
      drafts.set(draft.name, draft);
    },
    forget(name: string): void {
      drafts.delete(name);
    },
    /** The page is gone without having said so: what it kept is for the next one, with what it had not asked for yet. */
    pageStopped(): void {
      for (const draft of drafts.values()) saved.set(draft.name, draft);
      drafts.clear();
    },
    /** What the page before has left. */
    take(): { name: string; values: string }[] {
      const taken = saved.values().map(({ name, values }) => ({ name, values }));
      saved.clear();
      return taken;
    },
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;
