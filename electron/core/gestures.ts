import type { OperationName } from '#contract/index.ts';

/** Milliseconds beyond a wait that AWS asked for in which the same operation may come again without a new gesture. */
const SPARE = 5000;

/** Lets an operation come once more that a person has asked for and AWS was too busy for. */
export function createSecondTries(now: () => number) {
  const until = new Map<OperationName, number>();
  return {
    /** `seconds`: the wait that AWS asks for. */
    allow(name: OperationName, seconds: number): void {
      until.set(name, now() + seconds * 1000 + SPARE);
    },
    /** Says whether it may, once. */
    take(name: OperationName): boolean {
      const end = until.get(name);
      until.delete(name);
      return end !== undefined && now() <= end;
    },
  };
}
