import { desk } from './desk.ts';

/** Milliseconds. The shortest time until the profiles lock by themselves is five minutes. */
const AT_MOST_EVERY = 20_000;

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll'] as const;

/**
 * Tells main that the window is in use, so that a long text can be typed without the profiles being locked away.
 * Says that something was done, never what.
 */
export function reportUse(target: EventTarget): void {
  let reportedAt = -Infinity;
  const onUse = () => {
    const now = performance.now();
    if (now - reportedAt < AT_MOST_EVERY) return;
    reportedAt = now;
    void desk.app.inUse({});
  };
  // Scrolling does not bubble, and whoever handles a key may keep it to themselves.
  for (const sign of signs) target.addEventListener(sign, onUse, { capture: true, passive: true });
}
