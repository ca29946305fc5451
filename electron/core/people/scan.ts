import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { AppFailure, fail } from '../app-failure.ts';
import type { Clock } from '../ports.ts';
import { wait, type Pace } from './pace.ts';

/** One page of ListUsers. It may be short or empty although more follow. */
export type Page = { readonly people: readonly UserType[]; readonly next: string | null };

/**
 * Asks for one page, of everybody or of those whose sub starts with a text. `marker-expired`: the token is too old;
 * `split-refused`: the pool does not take such a filter. Rejects with an `AppFailure`.
 */
export type ListPage = (
  request: { readonly subStart: string | null; readonly token: string | null },
  signal: AbortSignal,
) => Promise<Page | 'marker-expired' | 'split-refused'>;

export type ScanOptions = {
  readonly listPage: ListPage;
  readonly pace: Pace;
  readonly clock: Clock;
  /** Returns how many of them it had not seen before. */
  readonly onPage: (people: readonly UserType[]) => number;
  /** A chain of pages had to begin anew: its token had expired. */
  readonly onRestart?: () => void;
};

/** Subs are UUIDs, so these are the chains that bring people. */
const hexDigits = '0123456789abcdef'.split('');
/**
 * Nobody can choose a sub and AWS documents no other form. Should one ever start otherwise, these chains bring it; they
 * cost one empty page each.
 */
const otherLetters = 'ghijklmnopqrstuvwxyz'.split('');

/** Requests under way at the same time. Enough for 20 a second as long as each takes less than 400 ms. */
const AT_ONCE = 8;
/** Times that a chain may begin anew in one run: each takes an hour, unless something is wrong with the tokens. */
const MOST_RESTARTS = 5;
/** A page is asked for again after these pauses when AWS or the way there had a moment of trouble. */
const RETRY_AFTER = [300, 1000, 3000];

/**
 * Pages without anybody new, one after the other, after which a chain is given up. AWS may give some short or empty ones; only
 * a server that never comes to an end gives so many.
 */
const MOST_BARREN = 100;

type Chain = { readonly subStart: string | null; token: string | null; restarts: number; barren: number };

/**
 * Reads everybody in a pool, page by page. AWS gives the pages of one list one after the other, so a large pool is
 * split by the first letter of the subs into many lists, which are read side by side. People can come twice (a list that
 * begins anew, or the first page before the split): `onPage` is to know them by their sub.
 *
 * `run` reads on from where the last run ended, for whatever reason it did; what had not come in yet is asked for again.
 */
export function createScan({ listPage, pace, clock, onPage, onRestart }: ScanOptions) {
  const whole: Chain = { subStart: null, token: null, restarts: 0, barren: 0 };
  /** Chains with pages to come; null before the first page. */
  let left: Chain[] | null = null;
  let split = false;

  /** Takes a page over, and goes on to the next one. */
  function follow(chain: Chain, { people, next }: Page): void {
    if (next !== null && next === chain.token) throw endless('The same page token came twice.');
    // A chain that began anew meets the people again that it had read before.
    chain.barren = onPage(people) > 0 || chain.restarts > 0 ? 0 : chain.barren + 1;
    if (chain.barren > MOST_BARREN) throw endless('Page after page came without anybody new.');
    chain.token = next;
  }

  /** Reads one page of a chain. False when the pool does not take the chain's filter. */
  async function step(chain: Chain, signal: AbortSignal): Promise<{ done: boolean } | 'split-refused'> {
    const page = await tryPage(chain, signal);
    if (page === 'split-refused') return page;
    if (page === 'marker-expired') {
      chain.restarts += 1;
      if (chain.restarts > MOST_RESTARTS) throw endlessRestarts();
      chain.token = null;
      onRestart?.();
      return { done: false };
    }
    const { subStart } = chain;
    // A server that ignores the filter would give everybody to each chain.
    if (
      subStart !== null &&
      page.people.some((one) => subOf(one)?.toLowerCase().startsWith(subStart) === false)
    ) {
      return 'split-refused';
    }
    follow(chain, page);
    return { done: page.next === null };
  }

  async function tryPage(chain: Chain, signal: AbortSignal) {
    for (let tries = 0; ;) {
      const sentAt = await pace.turn(signal);
      try {
        const page = await listPage(chain, signal);
        pace.wentWell(sentAt);
        return page;
      } catch (cause) {
        const code = cause instanceof AppFailure ? cause.error.code : null;
        const pause = RETRY_AFTER[tries];
        if (code === 'throttled') pace.slowDown(sentAt);
        else if ((code === 'unreachable' || code === 'aws-fault') && pause !== undefined) {
          tries += 1;
          await wait(clock, pause, signal);
        } else throw cause;
      }
    }
  }

  /** Reads the first page and says which chains are to follow. */
  async function begin(many: () => Promise<boolean>, signal: AbortSignal): Promise<Chain[]> {
    let subsFit = true;
    const first = await tryPage({ ...whole }, signal);
    if (typeof first === 'string') throw endlessRestarts();
    follow(whole, first);
    if (whole.token === null) return [];
    for (const one of first.people) subsFit &&= /^[0-9a-z]/.test(subOf(one) ?? '');
    if (!subsFit || !(await many())) return [whole];
    const chains = [...hexDigits, ...otherLetters].map((subStart) => ({
      subStart,
      token: null,
      restarts: 0,
      barren: 0,
    }));
    const [probe] = chains;
    const answer = probe && (await step(probe, signal));
    if (answer === 'split-refused') return [whole];
    split = true;
    return answer?.done ? chains.slice(1) : chains;
  }

  return {
    /** How many lists are read side by side: one, or one for each first letter. */
    chains: () => (split ? hexDigits.length : 1),

    /** `many` says whether the pool is worth splitting. Rejects with an `AppFailure`; `cancelled` when aborted. */
    async run(many: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
      for (const chain of left ?? []) chain.restarts = 0;
      left ??= await begin(many, signal);
      const remaining = new Set(left);
      const queue = [...left];
      const ended = new AbortController();
      const either = AbortSignal.any([signal, ended.signal]);

      async function work(): Promise<void> {
        for (let chain = queue.shift(); chain; chain = queue.shift()) {
          const answer = await step(chain, either);
          if (answer === 'split-refused') throw splitRefused();
          if (answer.done) remaining.delete(chain);
          // Behind the others, so that all chains end at about the same time.
          else queue.push(chain);
        }
      }
      // The others are cut off by the first one that fails.
      const failures: Error[] = [];
      const fails = (cause: unknown) => {
        failures.push(cause instanceof Error ? cause : new Error(String(cause)));
        ended.abort();
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, () => work().catch(fails)));
      left = [...remaining];
      if (signal.aborted) throw fail('cancelled', {});
      const [first] = failures;
      if (first) throw first;
    },
  };
}

export type Scan = ReturnType<typeof createScan>;

export const subOf = ({ Attributes }: UserType): string | undefined =>
  Attributes?.find(({ Name }) => Name === 'sub')?.Value;

const endless = (message: string) =>
  fail('unexplained', {}, { operation: 'ListUsers', name: 'PageMarker', message });
const endlessRestarts = () => endless('AWS refuses its own page tokens.');
const splitRefused = () =>
  fail(
    'unexplained',
    {},
    { operation: 'ListUsers', name: 'Filter', message: 'AWS refused a filter that it took before.' },
  );
