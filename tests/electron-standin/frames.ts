import type { WebFrameMain } from 'electron';
import { originOf, toAppUrl } from './addresses.ts';
import type { Frame } from './page.ts';
import { strict } from './strict.ts';

/** What guards look at: `WebFrameMain`, but with parents of the same small kind. */
export type StandInFrame = Pick<WebFrameMain, 'url' | 'origin' | 'isDestroyed' | 'name'> & {
  readonly parent: StandInFrame | null;
  readonly top: StandInFrame | null;
};

const known = new WeakMap<Frame, StandInFrame>();

/** The same object for the same frame, as in Electron. */
export function frameOf(frame: Frame): StandInFrame {
  const existing = known.get(frame);
  if (existing) return existing;
  const members: StandInFrame = strict('webFrameMain', {
    get url() {
      return toAppUrl(frame.url);
    },
    get origin() {
      return originOf(toAppUrl(frame.url));
    },
    get name() {
      return frame.name;
    },
    get parent() {
      return frame.parent ? frameOf(frame.parent) : null;
    },
    get top() {
      return frame.parent ? frameOf(frame.parent).top : members;
    },
    isDestroyed: () => frame.isDetached,
  });
  known.set(frame, members);
  return members;
}
