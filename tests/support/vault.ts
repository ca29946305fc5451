/** Vaults on real files, with cheap passphrases: the real cost of scrypt is paid by the few tests that are about it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppFailure } from '#core/app-failure.ts';
import type { Clock, Sealer } from '#core/ports.ts';
import { createVault, type Vault } from '#core/vault/vault.ts';
import type { VaultFile } from '#core/vault/vault-file.ts';
import { cheapCost, temporaryFolder } from './desk.ts';
import { createTestClock, createTestSealer } from './ports.ts';

export type VaultHere = {
  readonly path: string;
  readonly sealer?: Sealer;
  readonly clock?: Clock;
};

/** A vault as the app opens it at its start. */
export const vaultAt = ({ path, sealer = createTestSealer(), clock = createTestClock() }: VaultHere): Vault =>
  createVault({ path, sealer, clock, cost: cheapCost });

export async function newVaultFolder() {
  const folder = await temporaryFolder();
  const sealer = createTestSealer();
  const clock = createTestClock();
  const path = join(folder, 'vault.json');
  return {
    folder,
    sealer,
    clock,
    path,
    /** As if the app were started anew. */
    start: (changed: Partial<VaultHere> = {}) => vaultAt({ path, sealer, clock, ...changed }),
  };
}

export const put = (vault: Vault, records: Readonly<Record<string, unknown>>): Promise<void> =>
  vault.change((draft) => {
    for (const [id, value] of Object.entries(records)) draft.records.set(id, value);
  });

export const recordsOf = async (vault: Vault): Promise<Record<string, unknown>> =>
  Object.fromEntries((await vault.read()).records);

export const readFileOf = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as VaultFile;

/** Changes the file as somebody else might, without the vault's knowledge. */
export async function tamper(path: string, change: (file: VaultFile) => void): Promise<void> {
  const file = await readFileOf(path);
  change(file);
  await writeFile(path, JSON.stringify(file));
}

/** The error of a call that must fail with one of ours. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const cause = await promise.then(
    () => new Error('Nothing failed.'),
    (thrown: unknown) => thrown,
  );
  if (!(cause instanceof AppFailure)) throw cause;
  return cause.error;
}
