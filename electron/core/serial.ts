/**
 * Runs the given tasks one after the other, in the order in which they were asked for. Keeps nothing of what they bring:
 * it may be a profile with its secrets.
 */
export function createSerial(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let last: Promise<void> = Promise.resolve();
  return (task) => {
    const next = last.then(task);
    last = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  };
}
