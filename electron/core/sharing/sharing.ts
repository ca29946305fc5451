import type { InputOf, OutputOf } from '#contract/index.ts';
import { type HandedOver, SHARED_EXTENSION } from '#contract/shared-file.ts';
import type { OpenedShare, SharedEntry, SharedPreview } from '#contract/sharing.ts';
import { AppFailure, fail } from '../app-failure.ts';
import type { Clock } from '../ports.ts';
import { companionsOf } from '../profiles/companions.ts';
import { type ProfileRecord, summarise } from '../profiles/profile-record.ts';
import type { Incoming, ProfileStore } from '../profiles/profile-store.ts';
import type { Lifetimes } from '../scope.ts';
import type { ScryptCost } from '../vault/passphrase.ts';
import { isSealedText } from '../vault/sealed-export.ts';
import { exportAll } from '../vault/vault-export.ts';
import type { Vault } from '../vault/vault.ts';
import { findConflicts } from './find-conflicts.ts';
import { createHeldFiles } from './held-files.ts';
import { writePlainCard, writeSealedCard } from './profile-card.ts';
import { looksLikeLink, readLink, writeLink } from './profile-link.ts';
import { readShared, type SharedFile } from './read-shared.ts';
import { recognise } from './recognise.ts';
import { datedName, type SharedFiles } from './shared-files.ts';
import { cleanName, toDraft } from './shared-profile.ts';

export type SharingOptions = {
  readonly lifetimes: Lifetimes;
  readonly profiles: ProfileStore;
  readonly vault: Vault;
  readonly files: SharedFiles;
  readonly clock: Clock;
  /** Of the passphrases of files that are written. */
  readonly cost?: ScryptCost;
};

/** Commands, Amplify files and addresses are short; only then are they looked for. */
const LONGEST_FOUND = 100_000;

/** Profiles on their way in and out: cards, backups, and what was opened and waits to be taken over. */
export function createSharing({ lifetimes, profiles, vault, files, clock, cost }: SharingOptions) {
  const held = createHeldFiles(lifetimes, clock);
  let waiting: HandedOver | null = null;

  async function recordsOf(profileIds: readonly string[]): Promise<ProfileRecord[]> {
    const wanted = new Set(profileIds);
    const records = (await profiles.records()).filter(({ id }) => wanted.has(id));
    if (records.length < wanted.size) throw fail('profile-missing', {});
    return records;
  }

  async function exportCard({ profileIds, passphrase }: InputOf<'sharing.exportCard'>): Promise<Saved> {
    const records = await recordsOf(profileIds);
    const text =
      passphrase === null ? writePlainCard(records) : await writeSealedCard(records, passphrase, cost);
    return saved(
      await files.save(datedName('Profiles', clock.now(), SHARED_EXTENSION), text),
      records.length,
    );
  }

  async function saveBackup(passphrase: string): Promise<Saved> {
    const { length } = await profiles.records();
    const text = await exportAll(await vault.read(), passphrase, cost);
    return saved(
      await files.save(datedName('Cognito Desk backup', clock.now(), SHARED_EXTENSION), text),
      length,
    );
  }

  async function openFile(): Promise<OutputOf<'sharing.openFile'>> {
    const file = await files.open();
    return { file: file && { name: file.name, opened: await openText(file.text) } };
  }

  async function openHandedOver(): Promise<OutputOf<'sharing.openHandedOver'>> {
    const item = waiting;
    if (item === null) return { file: null };
    // While the vault is locked it goes on waiting.
    await profiles.records();
    waiting = null;
    if (item.kind === 'link') return { file: { name: null, opened: await openLink(item.address) } };
    const { name, text } = await files.read(item.path);
    return { file: { name, opened: await openText(text) } };
  }

  /** A link carries a plain card, and nothing else: anybody can make one. */
  async function openLink(address: string): Promise<OpenedShare> {
    const text = readLink(address);
    if (text === null || isSealedText(text)) throw fail('sealed-file-unreadable', { reason: 'broken-link' });
    return { kind: 'preview', preview: await preview(await readShared(text, null)) };
  }

  async function openText(text: string): Promise<OpenedShare> {
    if (looksLikeLink(text.trimStart())) return openLink(text);
    if (isSealedText(text)) return { kind: 'sealed', fileId: held.keep({ kind: 'sealed', text }) };
    try {
      return { kind: 'preview', preview: await preview(await readShared(text, null)) };
    } catch (cause) {
      const found = isNotOurs(cause) && text.length <= LONGEST_FOUND ? recognise(text) : null;
      if (!found) throw cause;
      return { kind: 'pool', found };
    }
  }

  async function unseal(fileId: string, passphrase: string): Promise<SharedPreview> {
    const { text } = held.get(fileId, 'sealed');
    const opened = await preview(await readShared(text, passphrase));
    held.forget(fileId);
    return opened;
  }

  async function preview(file: SharedFile): Promise<SharedPreview> {
    const saved = await profiles.records();
    const { records } = await vault.read();
    const conflicts = findConflicts(file, saved, (profileId) => companionsOf(records, profileId));
    const entries = file.entries.map((entry, index): SharedEntry => {
      if (entry.kind === 'refused') {
        const { name, problems } = entry;
        return { index, name, profile: null, problems: [...problems], conflict: null };
      }
      const { id, favourite, lastUsedAt, name, ...profile } = summarise({ ...entry.profile, id: '' });
      return { index, name: cleanName(name), profile, problems: [], conflict: conflicts[index] ?? null };
    });
    const targets = conflicts.map((conflict) => conflict?.profileId ?? null);
    return { previewId: held.keep({ kind: 'preview', file, targets }), kind: file.kind, entries };
  }

  async function importProfiles(
    previewId: string,
    choices: InputOf<'sharing.import'>['choices'],
  ): Promise<OutputOf<'sharing.import'>> {
    const { file, targets } = held.get(previewId, 'preview');
    const chosen = new Map(choices.map(({ index, choice }) => [index, choice]));
    const incoming = new Map<number, Incoming>();
    file.entries.forEach((entry, index) => {
      const choice = chosen.get(index) ?? 'skip';
      if (entry.kind === 'refused' || choice === 'skip') return;
      const { profile, from } = entry;
      incoming.set(index, {
        draftOver: (replaced) => toDraft(profile, replaced, { plain: file.plain }),
        replaces: choice === 'replace' ? (targets[index] ?? null) : null,
        from,
      });
    });
    const { brought, list } = await profiles.bringIn([...incoming.values()]);
    held.forget(previewId);
    const results = brought.values();
    const outcomes = file.entries.map((entry, index): Outcome => {
      const result = incoming.has(index) ? results.next().value : undefined;
      if (result) {
        const { replaced, name, profileId } = result;
        return { outcome: replaced ? 'replaced' : 'added', name, profileId };
      }
      const name = entry.kind === 'refused' ? entry.name : cleanName(entry.profile.name);
      return { outcome: 'skipped', name, profileId: null };
    });
    return { outcomes, list };
  }

  return {
    exportCard,
    saveBackup,
    openFile,
    /** The link that carries a card of some profiles; null when there are too many for one. */
    linkTo: async (profileIds: readonly string[]) =>
      writeLink(writePlainCard(await recordsOf(profileIds), null)),
    /** Keeps what the system handed over until the page opens it. The last one counts. */
    handOver: (item: HandedOver) => void (waiting = item),
    hasHandedOver: () => waiting !== null,
    openHandedOver,
    /** Reads a card or a backup, or finds the pool that a text speaks of. Throws `sealed-file-unreadable`. */
    openText,
    unseal,
    importProfiles,
    /** The profiles that an import would replace, by id. Throws `preview-gone`. */
    replacedBy(previewId: string, choices: InputOf<'sharing.import'>['choices']): string[] {
      const { targets } = held.get(previewId, 'preview');
      return choices.flatMap(({ index, choice }) => (choice === 'replace' ? (targets[index] ?? []) : []));
    },
  };
}

export type Sharing = ReturnType<typeof createSharing>;

function isNotOurs(cause: unknown): boolean {
  if (!(cause instanceof AppFailure)) return false;
  return cause.error.code === 'sealed-file-unreadable' && cause.error.reason === 'not-ours';
}

type Saved = OutputOf<'sharing.exportCard'>;
type Outcome = OutputOf<'sharing.import'>['outcomes'][number];

const saved = (name: string | null, count: number): Saved => ({
  saved: name === null ? null : { name, count },
});
