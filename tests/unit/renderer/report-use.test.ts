import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reportUse } from '../../../renderer/src/bridge/report-use.ts';

const bridge = vi.hoisted(() => {
  const reports: unknown[] = [];
  const inUse = async (input: unknown) => void reports.push(input);
  Object.assign(globalThis, { window: { desk: { app: { inUse } } } });
  return { reports };
});

let target: EventTarget;
beforeEach(() => {
  bridge.reports.length = 0;
  vi.useFakeTimers();
  target = new EventTarget();
  reportUse(target);
  return () => vi.useRealTimers();
});
const happen = (...names: readonly string[]) => {
  for (const name of names) target.dispatchEvent(new Event(name));
};

describe('the report that the window is in use', () => {
  it.each(['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll'])(
    'is made at %s, without content',
    (name) => {
      happen(name);
      expect(bridge.reports).toEqual([{}]);
    },
  );

  it('is made at most once in 20 seconds', () => {
    happen('keydown', 'keydown', 'scroll');
    vi.advanceTimersByTime(19_999);
    happen('keydown');
    expect(bridge.reports).toHaveLength(1);
    vi.advanceTimersByTime(1);
    happen('keydown', 'pointermove');
    expect(bridge.reports).toHaveLength(2);
  });

  it('is not made when nothing is done', () => {
    vi.advanceTimersByTime(3_600_000);
    expect(bridge.reports).toEqual([]);
  });
});
