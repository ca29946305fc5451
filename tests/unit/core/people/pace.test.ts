import { describe, expect, it } from 'vitest';
import { createPace } from '#core/people/pace.ts';
import { createTestClock } from '#tests/support/ports.ts';

const never = new AbortController().signal;

/** Lets everything that is due go on. */
async function pass(clock: ReturnType<typeof createTestClock>, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    clock.advance(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function createCounted(perSecond: number) {
  const clock = createTestClock();
  const pauses: (number | null)[] = [];
  const pace = createPace({ clock, perSecond, random: () => 1, onPause: (until) => void pauses.push(until) });
  const sent: number[] = [];
  const start = clock.now();
  const keepSending = async (signal: AbortSignal) => {
    for (;;) sent.push((await pace.turn(signal)) - start);
  };
  return { clock, pace, sent, pauses, keepSending };
}

describe('the pace', () => {
  it('is kept by all who send together', async () => {
    const { clock, sent, keepSending } = createCounted(8);
    const stop = new AbortController();
    const senders = [1, 2, 3, 4].map(() => keepSending(stop.signal).catch(() => undefined));
    await pass(clock, 5000);
    stop.abort();
    await Promise.all(senders);
    expect(sent.length).toBeGreaterThanOrEqual(39);
    for (let second = 0; second < 5; second += 1) {
      const within = sent.filter((at) => at >= second * 1000 && at < (second + 1) * 1000);
      expect(within.length).toBeLessThanOrEqual(10);
    }
  });

  it('pauses for all when one is refused, longer each time, and comes back', async () => {
    const { clock, pace, sent, pauses, keepSending } = createCounted(10);
    const first = await pace.turn(never);
    pace.slowDown(first);
    // Was under way at the same time: the same refusal.
    pace.slowDown(first);
    expect(pauses).toEqual([first + 1000]);
    const stop = new AbortController();
    const sender = keepSending(stop.signal).catch(() => undefined);
    await pass(clock, 990);
    expect(sent).toEqual([]);
    await pass(clock, 100);
    expect(sent.length).toBeGreaterThan(0);
    const second = clock.now();
    pace.slowDown(second);
    expect(pauses.at(-1)).toBe(second + 2000);
    await pass(clock, 2100);
    pace.wentWell(clock.now());
    expect(pauses.at(-1)).toBeNull();
    stop.abort();
    await sender;
  });

  it('gives up when there is no end to it', async () => {
    const { clock, pace } = createCounted(10);
    for (let time = 0; time < 8; time += 1) {
      pace.slowDown(clock.now());
      clock.advance(31_000);
    }
    expect(() => pace.slowDown(clock.now())).toThrow(
      expect.objectContaining({ error: { code: 'throttled', retryAfter: 30 } }),
    );
  });

  it('lets nobody wait who has been told to stop', async () => {
    const { pace, clock } = createCounted(1);
    const stop = new AbortController();
    await pace.turn(never);
    await pace.turn(never);
    const waiting = pace.turn(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect(clock.waiting()).toBe(0);
  });
});
