import { z } from 'zod';
import { menuTargets } from './events.ts';
import { nothing, operation } from './operation.ts';

/** A person of the practice pool, so that a newcomer has something to type. */
export const practicePerson = z.strictObject({
  username: z.string(),
  password: z.string(),
  about: z.string(),
});
export type PracticePerson = z.output<typeof practicePerson>;

export const appInfo = z.strictObject({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  /** Of the system's core, e.g. `10.0.26100`, and the processor, e.g. `x64`. */
  system: z.string(),
  /** False when the app runs from its sources. */
  packaged: z.boolean(),
  /** People of the practice pool; empty unless `npm run demo` started the app. */
  practicePeople: z.array(practicePerson),
});
export type AppInfo = z.output<typeof appInfo>;

/** Pages outside the app that it may open. The page names a key; main owns the addresses. */
export const externalLinks = ['iam-policy', 'app-client-secret', 'password-flow'] as const;
export type ExternalLink = (typeof externalLinks)[number];

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const preferences = z.strictObject({
  theme: z.enum(themes),
  /** Seconds after which a copied secret is taken off the clipboard again; 0 keeps it. */
  clipboardSeconds: z.union([z.literal(0), z.literal(30), z.literal(60), z.literal(180)]),
  /** Minutes without use after which profiles with a passphrase are locked; 0 for never. */
  lockAfterMinutes: z.union([z.literal(0), z.literal(5), z.literal(15), z.literal(60)]),
  /** Whether the app looks for new versions of itself, at most once a day. */
  lookForUpdates: z.boolean(),
});
export type Preferences = z.output<typeof preferences>;

export const appOperations = {
  /** Versions and the platform, for About and for reports. */
  'app.info': operation({ input: nothing, output: appInfo }),
  /** Opens a page of documentation in the system's browser. `link-not-opened` where there is none. */
  'app.openLink': operation({ input: z.strictObject({ link: z.enum(externalLinks) }), output: nothing }),
  /** Opens the licences of what is bundled in the app, in the system's program for text. `file-trouble`. */
  'app.openLicences': operation({ input: nothing, output: nothing }),
  /** Ends the app and opens it again: where the system does not hand out its key, only a new process can ask anew. */
  'app.restart': operation({ input: nothing, output: nothing }),
  /** The screen that was chosen in the menu of the app since this was asked last; null for none. */
  'app.takeMenuChoice': operation({
    input: nothing,
    output: z.strictObject({ target: z.enum(menuTargets).nullable() }),
  }),
  'preferences.get': operation({ input: nothing, output: preferences }),
  /** Changes the given preferences and returns all of them. */
  'preferences.set': operation({ input: preferences.partial(), output: preferences }),
  /** Copies text that is not secret. At most 1,000,000 characters. `clipboard-refused` when the system says no. */
  'clipboard.copy': operation({
    input: z.strictObject({ text: z.string().min(1).max(1_000_000) }),
    output: nothing,
  }),
  /**
   * Aborts a call that is under way. `sent`: it changes something and has gone out to AWS, so that it cannot be taken back;
   * its answer still comes. Unknown ids are ignored: the call may just have ended.
   */
  'calls.cancel': operation({
    input: z.strictObject({ callId: z.string().min(1).max(64) }),
    output: z.strictObject({ sent: z.boolean() }),
  }),
  /** Nobody waits for the answer any more. What has gone out to AWS and changes something goes on, and ends in `outcomes`. */
  'calls.leave': operation({
    input: z.strictObject({ callId: z.string().min(1).max(64) }),
    output: nothing,
  }),
};
