/** The way of an app to a Chromium that it was not the one to start: through the process that started the app. */
import type { Line } from './devtools.ts';

/** What goes to Chromium and back. */
export type Carried = { readonly kind: 'chromium'; readonly message: string };

export const isCarried = (message: object): message is Carried =>
  'kind' in message && message.kind === 'chromium';

/** Of the commands of an app: more than its starter, which has a word with Chromium itself, ever gets to. */
export const FIRST_CARRIED_ID = 1_000_000_000;

export const throughStarter = (): Line => ({
  send: (message) => process.send?.({ kind: 'chromium', message } satisfies Carried),
  onMessage: (listener) =>
    void process.on('message', (message: object) => {
      if (isCarried(message)) listener(message.message);
    }),
  onClosed: (listener) => void process.once('disconnect', listener),
});
