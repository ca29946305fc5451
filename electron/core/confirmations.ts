import type { ConfirmedOperation } from '#contract/gestures.ts';
import type { ParsedInputOf } from '#contract/index.ts';
import type { NativeQuestion } from './ports.ts';
import type { ProfileStore } from './profiles/profile-store.ts';
import type { Sharing } from './sharing/sharing.ts';
import type { VaultKeeper } from './vault/vault-keeper.ts';

export type ConfirmationDeps = {
  readonly profiles: ProfileStore;
  readonly sharing: Sharing;
  readonly vault: VaultKeeper;
};

/** For each operation that may need the person's word: the question for an input; null where it needs none. */
export type Confirmations = {
  readonly [Name in ConfirmedOperation]: (input: ParsedInputOf<Name>) => Promise<NativeQuestion | null>;
};

/** The questions that are asked in a box of the system before an operation is carried out. */
export function createConfirmations({ profiles, sharing, vault }: ConfirmationDeps): Confirmations {
  const find = async (id: string | undefined) =>
    (await profiles.records()).find((record) => record.id === id);

  return {
    /** What loosens a limit that was set on purpose. */
    'profiles.save': async ({ id, environment, readOnly }) => {
      const saved = await find(id);
      if (!saved) return null;
      const opens = saved.environment === 'production' && environment !== 'production';
      const unlocks = saved.readOnly === true && readOnly === false;
      return opens || unlocks ? { kind: 'loosen', profileName: saved.name } : null;
    },
    'profiles.delete': async ({ profileId }) => {
      const saved = await find(profileId);
      return saved?.environment === 'production'
        ? { kind: 'delete-production', profileName: saved.name }
        : null;
    },
    'profiles.unlockProduction': async ({ profileId, name }) => {
      const saved = await find(profileId);
      // Another name is refused without a question.
      return saved?.name === name.trim() ? { kind: 'open-production', profileName: saved.name } : null;
    },
    'sharing.import': async ({ previewId, choices }) => {
      const replaced = new Set(sharing.replacedBy(previewId, choices));
      const production = (await profiles.records()).filter(
        ({ id, environment }) => replaced.has(id) && environment === 'production',
      );
      const [first] = production;
      return first ? { kind: 'replace-production', profileName: first.name, count: production.length } : null;
    },
    'sharing.exportCard': async ({ passphrase }) =>
      passphrase === null ? null : { kind: 'card-with-secrets' },
    'sharing.saveBackup': async () => ({ kind: 'backup' }),
    /** Whoever sets the first passphrase can lock everybody else out. */
    'vault.setPassphrase': async () =>
      (await vault.status()).slots.includes('passphrase') ? null : { kind: 'first-passphrase' },
    /** A production or read-only mark may have come off with what was lost. */
    'vault.useUnproven': async () => ({ kind: 'unproven' }),
    'updates.install': async () => ({ kind: 'install' }),
  };
}
