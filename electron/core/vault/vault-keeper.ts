import type { VaultStatus } from '#contract/vault.ts';
import { AppFailure } from '../app-failure.ts';
import type { Announce } from '../ports.ts';
import type { Lifetimes } from '../scope.ts';
import type { Vault } from './vault.ts';

export type VaultKeeperOptions = {
  readonly vault: Vault;
  readonly lifetimes: Lifetimes;
  readonly announce: Announce;
};

/** The vault as the window uses it: what it opened goes when it locks, and the page hears of every change. */
export function createVaultKeeper({ vault, lifetimes, announce }: VaultKeeperOptions) {
  async function status(): Promise<VaultStatus> {
    const { state, slots, lockedRecords, damage, setAside, recoveryDropped } = await vault.status();
    return {
      state,
      slots: [...slots],
      lockedRecords: [...lockedRecords],
      damage,
      setAside: [...setAside],
      recoveryDropped,
    };
  }

  const tellOfChange = () => {
    announce('vault.changed', null);
  };

  const changing =
    <Args extends readonly unknown[]>(operation: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<VaultStatus> => {
      await operation(...args);
      tellOfChange();
      return status();
    };

  async function lock(): Promise<void> {
    if (!(await vault.lock())) return;
    lifetimes.endVault();
    // The engine keeps the text in which a pattern was found last, and that may be a password.
    /a?/.test('');
    tellOfChange();
  }

  return {
    status,
    tellOfChange,
    unlock: changing(vault.unlock),
    async lock(): Promise<VaultStatus> {
      await lock();
      return status();
    },
    /** Locks if a passphrase opens it again; for when nobody asked: idle time, a computer that goes to sleep. */
    async lockIfPossible(): Promise<void> {
      try {
        await lock();
      } catch (cause) {
        if (!(cause instanceof AppFailure && cause.error.code === 'passphrase-needed')) throw cause;
      }
    },
    setPassphrase: changing(vault.setPassphrase),
    removePassphrase: changing(vault.removePassphrase),
    setRecovery: changing(vault.setRecovery),
    removeRecovery: changing(vault.removeRecovery),
    useUnproven: changing(vault.useUnproven),
    discard: changing(vault.discard),
  };
}

export type VaultKeeper = ReturnType<typeof createVaultKeeper>;
