/**
 * A process that works on a vault, for tests that kill it. Its arguments: the vault's path, the sealer's key, and what
 * to do. It says on standard output what is done, at once.
 */
import { writeSync } from 'node:fs';
import fs, { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { createVault } from '#core/vault/vault.ts';
import { systemClock } from '#core/ports.ts';
import { fixedSealer } from '#tests/support/fixed-sealer.ts';

const [path = '', key = '', work = '', ...details] = process.argv.slice(2);
const sealer = fixedSealer(key);
const vault = createVault({ path, sealer, clock: systemClock, cost: { N: 2, r: 1, p: 1 } });
const profiles = createProfileStore({ vault, sealer, formerPath: `${path}.former` });
const say = (line: string) => writeSync(1, `${line}\n`);

const works: Readonly<Record<string, () => Promise<void>>> = {
  /** Adds one to `count`, again and again, and writes each record anew. */
  async count() {
    await vault.read();
    say('ready');
    for (;;) {
      const count = await vault.change(({ records }) => {
        const next = (records.get('count') as number) + 1;
        records.set('count', next);
        for (const id of records.keys()) if (id !== 'count') records.set(id, { count: next });
        return next;
      });
      say(String(count));
    }
  },

  /** Adds records under a prefix, one change each. */
  async add() {
    const [prefix = '', times = '0'] = details;
    await vault.read();
    say('ready');
    for (let place = 0; place < Number(times); place += 1) {
      await vault.change(({ records }) => void records.set(`${prefix}-${String(place)}`, { place }));
    }
    say('done');
  },

  /** Takes the lock of the vault and keeps it. */
  async hold() {
    await vault.change(async () => {
      say('ready');
      await new Promise(() => setInterval(() => undefined, 1000));
    });
  },

  /** One step that is killed before or after its n-th call to the file system. */
  async step() {
    const [kind = '', when = '', nth = '0'] = details;
    if (kind !== 'migrate') await vault.read();
    await killAtCall(when, Number(nth));
    if (kind === 'save') await vault.change(({ records }) => void records.set('new', { n: 1 }).delete('old'));
    if (kind === 'passphrase') await vault.setPassphrase('right', { askAtStart: true });
    if (kind === 'fresh') await vault.startFresh();
    if (kind === 'migrate') await profiles.list();
    say('done');
  },
};

/** Wraps every function by which a save reaches the disk. */
async function killAtCall(when: string, nth: number): Promise<void> {
  const handle = await open('/dev/null');
  const handles = Object.getPrototypeOf(handle) as Record<string, unknown>;
  await handle.close();
  let calls = 0;
  const wrap = (owner: Record<string, unknown>, name: string) => {
    const original = owner[name] as (...values: unknown[]) => unknown;
    owner[name] = function (this: unknown, ...values: unknown[]) {
      calls += 1;
      const isMine = calls === nth;
      if (isMine && when === 'before') process.kill(process.pid, 'SIGKILL');
      const outcome = original.apply(this, values);
      if (!isMine) return outcome;
      if (!(outcome instanceof Promise)) {
        process.kill(process.pid, 'SIGKILL');
        return outcome;
      }
      return outcome.finally(() => process.kill(process.pid, 'SIGKILL'));
    };
  };
  const files = fs as unknown as Record<string, unknown>;
  for (const name of ['open', 'rename', 'rm', 'link', 'copyFile', 'mkdir', 'readFile']) wrap(files, name);
  for (const name of ['writeFile', 'sync', 'close']) wrap(handles, name);
  for (const name of ['exec', 'close'])
    wrap(DatabaseSync.prototype as unknown as Record<string, unknown>, name);
  syncBuiltinESMExports();
}

await works[work]?.();
