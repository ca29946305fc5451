import { randomUUID } from 'node:crypto';
import { fail } from '../app-failure.ts';
import type { Clock } from '../ports.ts';
import { scopedMap } from '../scoped-map.ts';
import type { Lifetimes } from '../scope.ts';
import type { SharedFile } from './read-shared.ts';

/** Enough for going back and forth; older ones go first. */
const LIMIT = 3;
const MINUTES = 15;

export type Held =
  | { readonly kind: 'sealed'; readonly text: string }
  /** `targets`: for each entry the id of the profile that it would replace. */
  | { readonly kind: 'preview'; readonly file: SharedFile; readonly targets: readonly (string | null)[] };

/** What was opened from files, secrets included, until it is used. Only a few, and for a while only. */
export function createHeldFiles(lifetimes: Lifetimes, clock: Clock) {
  const held = scopedMap<string, { readonly what: Held; readonly cancel: () => void }>(lifetimes, {
    max: LIMIT,
    onGone: ({ cancel }) => {
      cancel();
    },
  });

  function get<Kind extends Held['kind']>(id: string, kind: Kind): Extract<Held, { kind: Kind }> {
    const what = held.get(id)?.what;
    if (what?.kind !== kind) throw fail('preview-gone', {});
    return what as Extract<Held, { kind: Kind }>;
  }

  return {
    keep(what: Held): string {
      const id = randomUUID();
      held.set(id, {
        what,
        cancel: clock.after(MINUTES * 60_000, () => {
          held.delete(id);
        }),
      });
      return id;
    },
    /** Throws `preview-gone`. */
    get,
    forget: (id: string): void => void held.delete(id),
  };
}
