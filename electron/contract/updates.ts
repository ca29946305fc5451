import { z } from 'zod';
import { nothing, operation } from './operation.ts';

/** Why the app does not look for new versions of itself, whatever the person prefers. */
export const updatesOffReasons = ['sources', 'package-manager', 'organisation', 'place', 'unsigned'] as const;
export type UpdatesOff = (typeof updatesOffReasons)[number];

/** Why looking, downloading or installing did not work. */
export const updateTroubles = [
  'unreachable',
  'blocked',
  'not-published',
  'damaged',
  'wrong-signature',
  'disk',
  'other',
] as const;
export type UpdateTrouble = (typeof updateTroubles)[number];

/** A version that is newer than the one that runs. */
export const newVersion = z.strictObject({
  version: z.string().min(1).max(64),
  /** What is new, as plain text; null when its makers gave none that can be shown as it is. */
  notes: z.string().max(20_000).nullable(),
  /** Milliseconds since 1970. */
  releasedAt: z.number().nullable(),
});
export type NewVersion = z.output<typeof newVersion>;

const found = {
  newVersion,
  /** The person wants no notice of it: until the next look, or of this version at all. */
  quiet: z.boolean(),
};

export const updateStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off'), reason: z.enum(updatesOffReasons) }),
  /** Nothing newer is known. `lookedAt`: when nothing newer was there, milliseconds since 1970; null for not yet. */
  z.strictObject({ state: z.literal('none'), lookedAt: z.number().nullable() }),
  /** For the first time, or after nothing was found. */
  z.strictObject({ state: z.literal('looking') }),
  /** `trouble`: why the last download did not work. */
  z.strictObject({ state: z.literal('available'), ...found, trouble: z.enum(updateTroubles).nullable() }),
  /** `percent`: 0 to 100. */
  z.strictObject({ state: z.literal('downloading'), ...found, percent: z.number().min(0).max(100) }),
  /** Downloaded and checked. `atQuit`: it is installed once the person quits the app. */
  z.strictObject({ state: z.literal('ready'), ...found, atQuit: z.boolean() }),
]);
export type UpdateStatus = z.output<typeof updateStatus>;

/**
 * New versions of the app. All answer the state after them; later changes come with the event `updates.changed`. What
 * does not fit the state changes nothing.
 */
export const updateOperations = {
  'updates.status': operation({ input: nothing, output: updateStatus }),
  /** Looks for a newer version now. Throws `update-failed`. */
  'updates.look': operation({ input: nothing, output: updateStatus }),
  /** Begins the download; how it goes on is told by the event. */
  'updates.download': operation({ input: nothing, output: updateStatus }),
  /** Stops the download. */
  'updates.stop': operation({ input: nothing, output: updateStatus }),
  /** No notice of the found version until the next look, or, with `skip`, of this version at all. */
  'updates.dismiss': operation({ input: z.strictObject({ skip: z.boolean() }), output: updateStatus }),
  /**
   * Installs what was downloaded: `now` quits the app and opens the new one. Throws `update-waits` while something is
   * under way, and `update-failed`.
   */
  'updates.install': operation({
    input: z.strictObject({ when: z.enum(['now', 'quit']) }),
    output: updateStatus,
  }),
};
