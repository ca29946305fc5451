/**
 * Made the files in this folder: vaults of format 2, the app's first. It ran once, on the last version of the app that
 * wrote that format (the vault of commit 7fe1b67), and is kept to say what is in the files. Run on a later version it
 * would make files of a later format, so it refuses to.
 *
 * The system's key of all of them is `fixedSealer(SYSTEM_KEY)`; see contents.ts for passphrases and records.
 */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#core/ports.ts';
import { scryptCost, type ScryptCost } from '#core/vault/passphrase.ts';
import { createVault, type Vault } from '#core/vault/vault.ts';
import { fixedSealer } from '#tests/support/fixed-sealer.ts';
import { META, PASSPHRASE, RECORDS, RECOVERY, SYSTEM_KEY } from './contents.ts';

type File = { format: number; slots: unknown[]; records: { sealed: string }[] };

const here = import.meta.dirname;
const cheap = { N: 2, r: 1, p: 1 };

async function make(
  name: string,
  protect: (vault: Vault) => Promise<void>,
  { cost = cheap, change }: { cost?: ScryptCost; change?: (file: File) => void } = {},
): Promise<string> {
  const path = join(here, `${name}.json`);
  for (const file of [path, `${path}.bak`]) await rm(file, { force: true });
  const vault = createVault({ path, sealer: fixedSealer(SYSTEM_KEY), clock: systemClock, cost });
  await vault.change((draft) => {
    for (const [id, value] of Object.entries(RECORDS)) draft.records.set(id, value);
    draft.meta = META;
  });
  await protect(vault);
  const file = JSON.parse(await readFile(path, 'utf8')) as File;
  if (file.format !== 2) throw new Error('This version of the app writes another format.');
  change?.(file);
  if (change) await writeFile(path, `${JSON.stringify(file, null, 1)}\n`);
  for (const beside of ['.bak', '.lock']) await rm(`${path}${beside}`, { force: true });
  return path;
}

const withPassphrase = (askAtStart: boolean) => (vault: Vault) =>
  vault.setPassphrase(PASSPHRASE, { askAtStart });
const withRecovery = (vault: Vault) => vault.setRecovery(RECOVERY);
async function withAll(vault: Vault): Promise<void> {
  await vault.setPassphrase(PASSPHRASE, { askAtStart: false });
  await vault.setRecovery(RECOVERY, PASSPHRASE);
}
async function withBothPassphrases(vault: Vault): Promise<void> {
  await vault.setPassphrase(PASSPHRASE, { askAtStart: true });
  await vault.setRecovery(RECOVERY, PASSPHRASE);
}

await make('system-key', () => Promise.resolve());
await make('passphrase', withPassphrase(true));
await make('passphrase-of-full-cost', withPassphrase(true), { cost: scryptCost });
await make('passphrase-and-system-key', withPassphrase(false));
await make('recovery-and-system-key', withRecovery);
await make('passphrase-and-recovery', withBothPassphrases);
await make('all-three', withAll);
await make('damaged-record', withAll, { change: ({ records }) => (records[1]!.sealed = 'YnJva2Vu') });
await make('missing-record', withAll, { change: ({ records }) => records.splice(1, 1) });
await make('unknown-slot', withAll, {
  change: ({ slots }) => slots.unshift({ kind: 'passkey', wrapped: 'x' }),
});
// The file itself is gone or spoilt, and only its backup is left.
const only = await make('backup-only', withAll);
await copyFile(only, `${only}.bak`);
await rm(only);
