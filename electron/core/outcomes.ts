import { randomUUID } from 'node:crypto';
import type { Outcome } from '#contract/outcomes.ts';
import type { Announce } from './ports.ts';

/** More than anybody leaves alone; older ones go first. */
const MOST = 50;

/**
 * Outcomes of writes that nobody has seen, in memory. They outlive the lock, or nobody would ever hear of a write that was on
 * its way when it came; the page gets them only while the vault is open.
 */
export function createOutcomes(announce: Announce) {
  let unseen: readonly Outcome[] = [];
  return {
    add(outcome: Omit<Outcome, 'id'>): void {
      unseen = [...unseen, { ...outcome, id: randomUUID() }].slice(-MOST);
      announce('outcomes.changed', null);
    },
    list: (): Outcome[] => [...unseen],
    dismiss(id: string): void {
      unseen = unseen.filter((outcome) => outcome.id !== id);
    },
  };
}

export type Outcomes = ReturnType<typeof createOutcomes>;
