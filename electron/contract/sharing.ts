import { z } from 'zod';
import { localId, newPassphrase, passphrase } from './fields.ts';
import { nothing, operation } from './operation.ts';
import { foundProfile, profileList, profileSummary } from './profiles.ts';
import { MAX_SHARED_LENGTH } from './shared-file.ts';

/** The profile here that an entry of a file meets. */
const sharedConflict = z.strictObject({
  profileId: z.string(),
  name: z.string(),
  /** `same-client`: of the same pool and app client. `same-profile`: a backup of this very profile. */
  why: z.enum(['same-profile', 'same-client', 'same-name']),
  /** Replacing it would change nothing. */
  identical: z.boolean(),
  /** Replacing it keeps the secrets that are saved here, since the card brings none and means the same place. */
  keepsSecrets: z.boolean(),
  /** Replacing it takes its production or its read-only mark away. */
  loosens: z.boolean(),
});
export type SharedConflict = z.output<typeof sharedConflict>;

/** One profile of a file, as far as the page may see it. */
const sharedEntry = z.strictObject({
  /** Its place in the file. */
  index: z.number(),
  name: z.string(),
  /** Null when it cannot be used; `problems` say why. */
  profile: profileSummary.omit({ id: true, name: true, favourite: true, lastUsedAt: true }).nullable(),
  problems: z.array(z.strictObject({ path: z.string(), problem: z.string() })),
  conflict: sharedConflict.nullable(),
});
export type SharedEntry = z.output<typeof sharedEntry>;

const sharedPreview = z.strictObject({
  previewId: z.string(),
  /** `card`: profiles that somebody chose to share. `backup`: all profiles of somebody, secrets included. */
  kind: z.enum(['card', 'backup']),
  entries: z.array(sharedEntry),
});
export type SharedPreview = z.output<typeof sharedPreview>;

const openedShare = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preview'), preview: sharedPreview }),
  /** A passphrase opens it: `sharing.unseal`. */
  z.strictObject({ kind: z.literal('sealed'), fileId: z.string() }),
  /** No file of this app, but it speaks of a pool. */
  z.strictObject({ kind: z.literal('pool'), found: foundProfile }),
]);
export type OpenedShare = z.output<typeof openedShare>;

/** Null when the person chose no place for it. */
const savedFile = z.strictObject({
  saved: z.strictObject({ name: z.string(), count: z.number() }).nullable(),
});

export const importChoices = ['keep-both', 'replace', 'skip'] as const;
export type ImportChoice = (typeof importChoices)[number];

/**
 * Profiles on their way in and out. What was opened is held in main, secrets included, for 15 minutes at most and
 * until the vault is locked; the page gets a preview. Files that cannot be read or written are `file-trouble`.
 */
export const sharingOperations = {
  /** Saves profiles as a card where the person wants it: without secrets, or with them under a passphrase. */
  'sharing.exportCard': operation({
    input: z.strictObject({
      profileIds: z.array(localId).min(1).max(500),
      passphrase: newPassphrase.nullable(),
    }),
    output: savedFile,
  }),
  /** Saves all profiles with their secrets where the person wants it, under a passphrase. */
  'sharing.saveBackup': operation({
    input: z.strictObject({ passphrase: newPassphrase }),
    output: savedFile,
  }),
  /** Lets the person choose a card or a backup, and reads it. Null when they choose none. */
  'sharing.openFile': operation({
    input: nothing,
    output: z.strictObject({
      file: z.strictObject({ name: z.string(), opened: openedShare }).nullable(),
    }),
  }),
  /** Copies a link that carries a card of these profiles, without secrets. `copied` is false for too many of them. */
  'sharing.copyLink': operation({
    input: z.strictObject({ profileIds: z.array(localId).min(1).max(500) }),
    output: z.strictObject({ copied: z.boolean() }),
  }),
  /** Whether the system handed over a file or a link that waits to be opened. Told by `sharing.handedOver`, too. */
  'sharing.handedOver': operation({ input: nothing, output: z.strictObject({ waiting: z.boolean() }) }),
  /** Opens what was handed over last, once. Null when nothing waits; a link has no name. */
  'sharing.openHandedOver': operation({
    input: nothing,
    output: z.strictObject({
      file: z.strictObject({ name: z.string().nullable(), opened: openedShare }).nullable(),
    }),
  }),
  /** Reads a card or a backup that was pasted or dropped, or the link to a card. */
  'sharing.readText': operation({
    input: z.strictObject({ text: z.string().max(MAX_SHARED_LENGTH) }),
    output: z.strictObject({ opened: openedShare }),
  }),
  /** Opens a sealed file. After `passphrase-wrong` it is still held. `preview-gone` when it is not. */
  'sharing.unseal': operation({
    input: z.strictObject({ fileId: localId, passphrase }),
    output: z.strictObject({ preview: sharedPreview }),
  }),
  /**
   * Takes over profiles of a preview, all in one step, and forgets the preview. Entries without a choice are skipped.
   * A name that another profile has is told apart, and `replace` without a profile to replace adds.
   */
  'sharing.import': operation({
    input: z.strictObject({
      previewId: localId,
      choices: z.array(z.strictObject({ index: z.int().min(0), choice: z.enum(importChoices) })).max(10_000),
    }),
    output: z.strictObject({
      outcomes: z.array(
        z.strictObject({
          outcome: z.enum(['added', 'replaced', 'skipped']),
          name: z.string(),
          /** Null when it was skipped. */
          profileId: z.string().nullable(),
        }),
      ),
      list: profileList,
    }),
  }),
};
