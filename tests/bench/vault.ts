/** The vault on a real disk: what a start and a save cost with many profiles, and what a passphrase costs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#core/ports.ts';
import { newRecipe, scryptCost, withPassphraseKey } from '#core/vault/passphrase.ts';
import { createVault } from '#core/vault/vault.ts';
import { createTestSealer } from '#tests/support/ports.ts';
import { inScratchFolder } from './scratch.ts';
import { median, type Row, type Topic } from './table.ts';

const PROFILES = 200;
const RUNS = 60;
const PASSPHRASES = 5;

/** As large as a profile with everything in it. */
const profile = (id: string, run: number) => ({
  id,
  name: `Profile ${id}, ${run}`,
  environment: 'staging',
  region: 'eu-north-1',
  clientId: '4exampleclientid1234567890',
  clientSecret: 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01',
  endpoint: 'https://cognito.example.com',
  poolId: 'eu-north-1_ExamplePl',
  access: {
    kind: 'access-keys',
    accessKeyId: 'AKIAEXAMPLEKEY000000',
    secretAccessKey: 'x'.repeat(40),
    sessionToken: 'y'.repeat(400),
  },
  notes: 'z'.repeat(200),
});

/** Milliseconds for opening a vault of 200 profiles and for saving one of them, key of the system included. */
export function vault(): Promise<Topic> {
  return inScratchFolder(async (folder) => {
    const path = join(folder, 'vault.json');
    const sealer = createTestSealer();
    const start = () => createVault({ path, sealer, clock: systemClock });
    const ids = Array.from({ length: PROFILES }, (_, index) => `profile-${index}`);
    await start().change(({ records }) => {
      for (const id of ids) records.set(id, profile(id, 0));
    });

    const took: { open: number[]; save: number[] } = { open: [], save: [] };
    for (let run = 1; run <= RUNS; run += 1) {
      const id = ids[run % PROFILES] ?? '';
      const opened = start();
      took.open.push(
        await timed(async () => {
          if ((await opened.read()).records.size !== PROFILES) throw new Error('Not all profiles are there.');
        }),
      );
      took.save.push(
        await timed(() => opened.change(({ records }) => void records.set(id, profile(id, run)))),
      );
    }

    const scrypt: number[] = [];
    for (let run = 0; run < PASSPHRASES; run += 1) {
      scrypt.push(await timed(() => withPassphraseKey('passphrase', newRecipe(scryptCost), () => undefined)));
    }

    const { N, r, p } = scryptCost;
    const rows: Row[] = [
      {
        name: `open a vault of ${PROFILES} profiles`,
        unit: 'ms',
        median: median(took.open),
        target: { of: 'median', atMost: 50 },
      },
      {
        name: 'save one of them',
        unit: 'ms',
        median: median(took.save),
        target: { of: 'median', atMost: 30 },
      },
      { name: 'try a passphrase (scrypt)', unit: 'ms', median: median(scrypt) },
    ];
    const size = (await readFile(path)).length;
    return {
      title: 'Vault',
      rows,
      notes: [
        `The file has ${Math.round(size / 1000)} KB. A save flushes file and folder to the disk.`,
        `scrypt: N=${N}, r=${r}, p=${p}, ${(128 * N * r) / 2 ** 20} MiB. It is slow on purpose.`,
      ],
    };
  });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}
