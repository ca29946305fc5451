import type { Sealer } from '../ports.ts';
import type { Draft } from '../vault/vault-contents.ts';
import { openFormerRecords, readFormerFile, retireFormerFile, type FormerFile } from '../vault/migrate.ts';
import type { Vault } from '../vault/vault.ts';
import { readMeta, type ProfileMeta } from './profile-meta.ts';

export type FormerProfilesOptions = {
  readonly vault: Vault;
  readonly path: string;
  readonly sealer: Sealer;
};

type Opened = Awaited<ReturnType<typeof openFormerRecords>>['opened'][number];

/**
 * Takes profiles of the app's first version into the vault. One change takes over the whole file: what opens as
 * records, the rest byte for byte, to be tried again. Only then the file gets another name. A crash in between
 * repeats a change that changes nothing.
 */
export function createFormerProfiles({ vault, path, sealer }: FormerProfilesOptions) {
  /** What is left to do in this run. */
  let file: FormerFile | null = null;
  let carriedTried = false;

  /** Does what can be done now; what cannot waits for the next call. Never rejects. */
  async function adopt(): Promise<void> {
    if (file?.kind === 'absent' && carriedTried) return;
    try {
      file = await readFormerFile(path).catch(() => ({ kind: 'unreadable' }) as const);
      const { state } = await vault.status();
      if (state.kind !== 'open') return;
      if (file.kind === 'found') await adoptFile(file);
      if (!carriedTried) await tryCarried();
    } catch {
      // The former file is as it was, or the vault holds what it held. Profiles that are there can be used.
    }
  }

  async function adoptFile(found: FormerFile & { kind: 'found' }): Promise<void> {
    const { opened, closed } = await openFormerRecords(found.records, sealer);
    await vault.change((draft) => {
      const meta = readMeta(draft.meta);
      if (meta.adopted.includes(found.mark)) return;
      addOpened(draft, meta, opened);
      meta.carried.push(...closed);
      meta.activeId ??= found.activeId;
      meta.adopted.push(found.mark);
      draft.meta = meta;
    });
    // Kept in memory only, when the system's key went out of reach: then the file must stay.
    if ((await vault.status()).slots.length === 0) return;
    await retireFormerFile(path);
    file = { kind: 'absent' };
  }

  async function tryCarried(): Promise<void> {
    const { carried } = readMeta((await vault.read()).meta);
    const { opened, closed } = await openFormerRecords(carried, sealer);
    if (opened.length > 0) {
      const done = new Set(opened.map(({ record }) => record.sealed));
      await vault.change((draft) => {
        const meta = readMeta(draft.meta);
        addOpened(draft, meta, opened);
        draft.meta = { ...meta, carried: meta.carried.filter(({ sealed }) => !done.has(sealed)) };
      });
    }
    // What a ready key does not open is of another user or computer: it is tried again at the next start.
    carriedTried = closed.length === 0 || (await sealer.state()).kind === 'ready';
  }

  return {
    adopt,
    /** How many profiles wait in a file that is not taken over. */
    unreadable: (): number =>
      file?.kind === 'found' ? file.records.length : file?.kind === 'unreadable' ? 1 : 0,
  };
}

function addOpened(draft: Draft, meta: ProfileMeta, opened: readonly Opened[]): void {
  for (const {
    record: { id },
    value,
  } of opened) {
    if (draft.records.has(id)) continue;
    draft.records.set(id, value);
    meta.order.push(id);
  }
}
