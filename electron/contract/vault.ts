import { z } from 'zod';
import { localId, newPassphrase, passphrase } from './fields.ts';
import { instant, nothing, operation } from './operation.ts';

/** What stands in the id of a record between a profile and what is kept beside it. Ids of profiles have none. */
const BESIDE = ':';
/** Whether the id of a record means something that is kept beside a profile, e.g. its test users. */
export const isCompanionId = (id: string): boolean => id.includes(BESIDE);
export const companionId = (profileId: string, topic: string): string => `${profileId}${BESIDE}${topic}`;

const recordId = z.union([localId, z.string().regex(/^[\w-]{1,64}:[\w-]{1,64}$/)], { error: 'form' });

const osTrouble = z.enum(['no-keyring', 'weak-keyring', 'locked']);

/** What protects the saved profiles. Says nothing about the profiles themselves. */
export const vaultStatus = z.strictObject({
  state: z.discriminatedUnion('kind', [
    /** Profiles are read and saved. */
    z.strictObject({ kind: z.literal('open') }),
    /** No trustworthy key and no passphrase: profiles last until the app is closed. A passphrase saves them. */
    z.strictObject({ kind: z.literal('memory'), reason: osTrouble }),
    /** A passphrase opens it. */
    z.strictObject({ kind: z.literal('locked') }),
    /** Only a key opens it that the system does not hand out in this run (`locked`), or that is not here (`other-key`). */
    z.strictObject({ kind: z.literal('unopenable'), reason: z.enum(['locked', 'other-key']) }),
    /**
     * Its index is lost, so its records may be older ones that somebody put back. `vault.useUnproven` opens it all the
     * same, `profiles.startFresh` begins anew.
     */
    z.strictObject({ kind: z.literal('unproven') }),
    /** A newer version of the app saved it. */
    z.strictObject({ kind: z.literal('newer') }),
  ]),
  /** The keys that open it, any of them. Empty while nothing is saved. */
  slots: z.array(z.enum(['os', 'passphrase', 'recovery'])),
  /** Profiles, and what is kept beside them, that are there but cannot be used. Empty while the vault is not open. */
  lockedRecords: z.array(
    z.strictObject({ id: z.string(), reason: z.enum(['unreadable', 'older-copy', 'missing']) }),
  ),
  /**
   * What was found wrong with the file in this run: `unreadable` when neither it nor its backup is a vault; `backup-used`
   * when the backup stands in for it, so that the last save is not seen; `repaired` when something in it was not as it
   * was saved, and could be put right with nothing lost.
   */
  damage: z.enum(['none', 'unreadable', 'backup-used', 'repaired']),
  /** Names of the files in the app's folder where what was damaged, or given up by a fresh start, is kept. */
  setAside: z.array(z.string()),
  /** A change of the keys in this run had to take the recovery passphrase away. A new one can be set up. */
  recoveryDropped: z.boolean(),
});
export type VaultStatus = z.output<typeof vaultStatus>;

/** The passphrase that is set already, or the recovery passphrase; null where none is set. */
const current = passphrase.nullable().default(null);

/** How profiles are protected. Every change is also announced by the event `vault.changed`. */
export const vaultOperations = {
  'vault.status': operation({ input: nothing, output: vaultStatus }),
  /** Opens the vault with its passphrase or recovery passphrase. `passphrase-wrong` starts a pause, which grows. */
  'vault.unlock': operation({ input: z.strictObject({ passphrase }), output: vaultStatus }),
  /**
   * Forgets the key, the profiles, and everything that was made with them: sign-ins, AWS's answers, clients. A
   * passphrase opens the vault again; without one this fails with `passphrase-needed`.
   */
  'vault.lock': operation({ input: nothing, output: vaultStatus }),
  /**
   * Sets or replaces the passphrase. With `askAtStart` the system's key does not open the vault any more. While a
   * passphrase is set, changing the ways into the vault takes it, and fails like `vault.unlock` when it is wrong.
   * Whenever a key is taken away or replaced, everything is sealed anew: the former key opens older copies only.
   */
  'vault.setPassphrase': operation({
    input: z.strictObject({ passphrase: newPassphrase, askAtStart: z.boolean(), current }),
    output: vaultStatus,
  }),
  /** Leaves the vault to the system's key; `passphrase-needed` when that cannot be trusted. */
  'vault.removePassphrase': operation({ input: z.strictObject({ current }), output: vaultStatus }),
  /** A recovery passphrase to write down: five groups of five characters. It opens nothing until it is set. */
  'vault.proposeRecovery': operation({
    input: nothing,
    output: z.strictObject({ passphrase: z.string() }),
  }),
  /** Copies a proposed recovery passphrase, to be taken off the clipboard again like any secret. */
  'vault.copyRecovery': operation({
    input: z.strictObject({ passphrase: newPassphrase }),
    output: z.strictObject({ clearsAt: instant.nullable() }),
  }),
  'vault.setRecovery': operation({
    input: z.strictObject({ passphrase: newPassphrase, current }),
    output: vaultStatus,
  }),
  'vault.removeRecovery': operation({ input: z.strictObject({ current }), output: vaultStatus }),
  /** Opens a vault that is `unproven` with whatever its records say. Does nothing in any other state. */
  'vault.useUnproven': operation({ input: nothing, output: vaultStatus }),
  /** Gives up for good a record that is kept but cannot be used; a profile with what is kept beside it. */
  'vault.discard': operation({ input: z.strictObject({ id: recordId }), output: vaultStatus }),
};
