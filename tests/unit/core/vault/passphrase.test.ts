import { describe, expect, it } from 'vitest';
import { randomKey } from '#core/vault/cipher.ts';
import {
  newPassphraseSlot,
  unwrapWithPassphrase,
  usableSlots,
  type PassphraseSlot,
} from '#core/vault/key-slots.ts';
import {
  newRecipe,
  proposeRecoveryPassphrase,
  scryptCost,
  withPassphraseKey,
} from '#core/vault/passphrase.ts';
import { cheapCost } from '#tests/support/desk.ts';

const keyOf = (passphrase: string) =>
  withPassphraseKey(passphrase, { salt: 'c2FsdA==', ...cheapCost }, (key) => key.toString('hex'));

describe('the key of a passphrase', () => {
  it('is the one of RFC 7914', async () => {
    const recipe = { salt: Buffer.from('NaCl').toString('base64'), N: 1024, r: 8, p: 16 };
    expect(await withPassphraseKey('password', recipe, (key) => key.toString('hex'))).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    );
  });

  it('is wiped after its use', async () => {
    const seen: Buffer[] = [];
    await withPassphraseKey('right', newRecipe(cheapCost), (key) => seen.push(key));
    const failing = withPassphraseKey('right', newRecipe(cheapCost), (key) => {
      seen.push(key);
      throw new Error('No use.');
    });
    await expect(failing).rejects.toThrow('No use.');
    expect(seen.map((key) => key.every((byte) => byte === 0))).toEqual([true, true]);
  });

  it('minds capital letters and spaces', async () => {
    expect(new Set(await Promise.all(['ab', 'aB', 'a b', ' ab'].map(keyOf))).size).toBe(4);
  });
});

describe('a proposed recovery passphrase', () => {
  it('has 125 random bits in groups that are easy to copy', () => {
    const proposals = Array.from({ length: 200 }, proposeRecoveryPassphrase);
    for (const proposal of proposals)
      expect(proposal).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set(proposals).size).toBe(200);
    expect(new Set(proposals.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('opens however it is typed', async () => {
    const written = await keyOf('01ABC-DEFGH-JKMNP-QRSTV-WXYZ0');
    for (const typed of [
      '01abc-defgh-jkmnp-qrstv-wxyz0',
      ' 01ABCDEFGHJKMNPQRSTVWXYZ0 ',
      'OlABC DEFGH jkmnp QRSTV WXYZo',
      'oIabc–defgh—jkmnp−qrstv‑wxyz0',
    ]) {
      expect(await keyOf(typed)).toBe(written);
    }
    expect(await keyOf('01ABC-DEFGH-JKMNP-QRSTV-WXYZ1')).not.toBe(written);
  });
});

const slotWith = async (...args: Parameters<typeof newPassphraseSlot>) =>
  (await newPassphraseSlot(...args)).inFile as PassphraseSlot;

describe('a passphrase slot', () => {
  it(
    'has the strength that OWASP asks for and opens with its passphrase only',
    { timeout: 30_000 },
    async () => {
      const dataKey = randomKey();
      const slot = await slotWith('passphrase', 'right', scryptCost, 'vault', dataKey);
      expect(slot.recipe).toMatchObject({ N: 131_072, r: 8, p: 1 });
      expect(usableSlots([slot])).toEqual([slot]);
      expect(await unwrapWithPassphrase(slot, 'right', 'vault')).toEqual(dataKey);
      expect(await unwrapWithPassphrase(slot, 'Right', 'vault')).toBeNull();
    },
  );

  it('does not open as another kind, in another vault, or with another recipe', async () => {
    const slot = await slotWith('passphrase', 'right', cheapCost, 'vault', randomKey());
    expect(await unwrapWithPassphrase(slot, 'right', 'elsewhere')).toBeNull();
    expect(await unwrapWithPassphrase({ ...slot, kind: 'recovery' }, 'right', 'vault')).toBeNull();
    expect(
      await unwrapWithPassphrase({ ...slot, recipe: newRecipe(cheapCost) }, 'right', 'vault'),
    ).toBeNull();
  });

  it('that asks for more work than is bearable is not used', async () => {
    const slot = await slotWith('passphrase', 'right', cheapCost, 'vault', randomKey());
    for (const cost of [
      { N: 2 ** 24 },
      // 512 MiB of memory, although the work is allowed.
      { N: 2 ** 19, r: 8 },
      { N: 2, r: 2 ** 22 },
      { r: 33 },
      { p: 17 },
      { N: 2 ** 20, p: 2 ** 10 },
      { N: 6 },
      { r: -8 },
      { salt: 'x'.repeat(99) },
    ]) {
      expect(usableSlots([{ ...slot, recipe: { ...slot.recipe, ...cost } }])).toEqual([]);
    }
  });
});
