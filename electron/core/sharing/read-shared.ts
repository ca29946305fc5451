import { localId } from '#contract/fields.ts';
import { fail } from '../app-failure.ts';
import { companionsOf } from '../profiles/companions.ts';
import { inOrder, readMeta } from '../profiles/profile-meta.ts';
import { profileRecord } from '../profiles/profile-record.ts';
import { isSealedText, openJson } from '../vault/sealed-export.ts';
import { readExport, type VaultView } from '../vault/vault-export.ts';
import { readCard } from './profile-card.ts';
import { readEntry, type ReadEntry } from './shared-profile.ts';

/** What a backup tells of a profile besides. */
export type Provenance = {
  /** Null when it cannot be the id of a profile. */
  readonly id: string | null;
  readonly favourite: boolean;
  readonly lastUsedAt: number | null;
  readonly wasActive: boolean;
  /** What was kept beside it, by topic, as it is. */
  readonly companions: readonly [string, unknown][];
};

export type SharedFile = {
  readonly kind: 'card' | 'backup';
  /** Readable without a passphrase, and so without secrets. */
  readonly plain: boolean;
  readonly entries: readonly (ReadEntry & { readonly from: Provenance | null })[];
};

/**
 * What a profile card or a backup holds. Throws `sealed-file-unreadable`, `passphrase-wrong`, and `passphrase-needed`
 * for a sealed one without a passphrase.
 */
export async function readShared(text: string, passphrase: string | null): Promise<SharedFile> {
  if (!isSealedText(text)) {
    const card = parseJson(text);
    // A cut file is no JSON any more, but still begins like one of ours.
    const isCut = card === undefined && text.includes('"cognito-desk ');
    if (isCut) throw fail('sealed-file-unreadable', { reason: 'damaged' });
    return cardOf(card, { plain: true });
  }
  if (passphrase === null) throw fail('passphrase-needed', {});
  const value = await openJson(text, passphrase);
  const backup = readExport(value);
  return backup ? backupOf(backup) : cardOf(value, { plain: false });
}

function cardOf(value: unknown, { plain }: { readonly plain: boolean }): SharedFile {
  return {
    kind: 'card',
    plain,
    entries: readCard(value, { plain }).map((entry) => ({ ...entry, from: null })),
  };
}

function backupOf(view: VaultView): SharedFile {
  const meta = readMeta(view.meta);
  const favourites = new Set(meta.favourites);
  const entries = inOrder(view.records, meta).map(([id, value]) => ({
    ...readEntry(value, profileRecord, ({ id: _id, ...profile }) => profile),
    from: {
      id: localId.safeParse(id).data ?? null,
      favourite: favourites.has(id),
      lastUsedAt: Object.hasOwn(meta.lastUsedAt, id) ? (meta.lastUsedAt[id] ?? null) : null,
      wasActive: meta.activeId === id,
      companions: companionsOf(view.records, id).filter(([topic]) => localId.safeParse(topic).success),
    },
  }));
  return { kind: 'backup', plain: false, entries };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
