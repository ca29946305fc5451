import { z } from 'zod';
import { fail } from '../app-failure.ts';
import { fingerprint, open, seal } from './cipher.ts';
import {
  isBearable,
  newRecipe,
  passphraseRecipe,
  scryptCost,
  withPassphraseKey,
  type PassphraseRecipe,
} from './passphrase.ts';

const FORMAT = 'cognito-desk sealed';
const VERSION = 1;

/** A text that holds everything needed to open it, but for the passphrase. */
const sealedText = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  recipe: z.strictObject(passphraseRecipe.shape).refine(isBearable),
  sealed: z.string(),
  /** Of recipe and sealed: tells a damaged file from a wrong passphrase, and before scrypt is run. */
  sum: z.string(),
});

const header = z.object({ format: z.literal(FORMAT), version: z.int() });

const contextOf = (recipe: PassphraseRecipe) =>
  JSON.stringify([FORMAT, VERSION, recipe.salt, recipe.N, recipe.r, recipe.p]);
const sumOf = (recipe: PassphraseRecipe, sealed: string) => fingerprint(contextOf(recipe) + sealed);

/** A JSON value as a text that only the passphrase opens, anywhere: scrypt and AES-256-GCM. */
export async function sealJson(value: unknown, passphrase: string, cost = scryptCost): Promise<string> {
  const recipe = newRecipe(cost);
  const sealed = await withPassphraseKey(passphrase, recipe, (key) =>
    seal(key, JSON.stringify(value), contextOf(recipe)),
  );
  const text = { format: FORMAT, version: VERSION, recipe, sealed, sum: sumOf(recipe, sealed) };
  return `${JSON.stringify(text, null, 1)}\n`;
}

/** The value in a sealed text. Throws `sealed-file-unreadable` or `passphrase-wrong`. */
export async function openJson(text: string, passphrase: string): Promise<unknown> {
  const { recipe, sealed } = readSealed(text);
  const plain = await withPassphraseKey(passphrase, recipe, (key) => open(key, sealed, contextOf(recipe)));
  if (!plain) throw fail('passphrase-wrong', { retryAt: null });
  const value = parseJson(plain.toString('utf8'));
  // Sealed rightly, but not by this app.
  if (value === undefined) throw fail('sealed-file-unreadable', { reason: 'damaged' });
  return value;
}

/** Whether a text claims to be sealed by this app, so that a passphrase is worth asking for. */
export const isSealedText = (text: string): boolean => header.safeParse(parseJson(text)).success;

function readSealed(text: string) {
  const json = parseJson(text);
  const { data: head } = header.safeParse(json);
  if (!head) {
    // A cut file is no JSON any more, but still begins like one of ours.
    const cut = json === undefined && text.includes(`"${FORMAT}"`);
    throw fail('sealed-file-unreadable', { reason: cut ? 'damaged' : 'not-ours' });
  }
  if (head.version > VERSION) throw fail('sealed-file-unreadable', { reason: 'newer-version' });
  const { data } = sealedText.safeParse(json);
  if (data?.sum !== (data && sumOf(data.recipe, data.sealed)) || !data) {
    throw fail('sealed-file-unreadable', { reason: 'damaged' });
  }
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
