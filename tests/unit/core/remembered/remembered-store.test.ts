import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_RECENT } from '#contract/remembered.ts';
import { createProfileStore } from '#core/profiles/profile-store.ts';
import { createRememberedStore } from '#core/remembered/remembered-store.ts';
import { testProfile } from '#tests/support/desk.ts';
import { failureOf, newVaultFolder, put } from '#tests/support/vault.ts';

async function begin() {
  const place = await newVaultFolder();
  let time = 1000;
  const start = () => {
    const vault = place.start();
    const formerPath = join(place.folder, 'profiles.json');
    const profiles = createProfileStore({
      vault,
      formerPath,
      sealer: place.sealer,
      onChanged: () => undefined,
    });
    return { vault, profiles, remembered: createRememberedStore(vault, () => (time += 1)) };
  };
  const now = start();
  const { profileId } = await now.profiles.save(testProfile());
  return { ...place, ...now, again: start, profileId };
}

const who = (username: string) => ({ username, displayName: `Name of ${username}` });
const names = (people: readonly { username: string }[]) => people.map(({ username }) => username);

describe('remembered people', () => {
  it('are kept beside their profile, newest first, each once, and no more than 20', async () => {
    const { remembered, profileId, again } = await begin();
    expect(await remembered.list(profileId)).toEqual({ recent: [], pinned: [], costUnderstood: false });
    for (let index = 0; index < 25; index += 1) await remembered.add(profileId, who(`p${index}`));
    await remembered.add(profileId, who('p20'));
    const { recent } = await again().remembered.list(profileId);
    expect(recent).toHaveLength(MOST_RECENT);
    expect(names(recent).slice(0, 3)).toEqual(['p20', 'p24', 'p23']);
    expect(Object.keys(recent[0] ?? {}).sort()).toEqual(['at', 'displayName', 'username']);
  });

  it('are pinned and let go, and forgotten one by one or all at once', async () => {
    const { remembered, profileId } = await begin();
    await remembered.add(profileId, who('a'));
    await remembered.add(profileId, who('b'));
    await remembered.pin(profileId, who('a'), true);
    // Opened again it stays where it is.
    const now = await remembered.add(profileId, who('a'));
    expect([names(now.recent), names(now.pinned)]).toEqual([['b'], ['a']]);
    const unpinned = await remembered.pin(profileId, who('a'), false);
    expect([names(unpinned.recent), names(unpinned.pinned)]).toEqual([['a', 'b'], []]);
    expect(names((await remembered.forget(profileId, 'a')).recent)).toEqual(['b']);
    await remembered.pin(profileId, who('c'), true);
    await remembered.understandCost(profileId);
    expect(await remembered.forget(profileId, null)).toEqual({
      recent: [],
      pinned: [],
      costUnderstood: true,
    });
  });

  it('go with the profile, and are nothing for one that is not there', async () => {
    const { remembered, profiles, profileId, vault } = await begin();
    await remembered.add(profileId, who('a'));
    await profiles.remove(profileId);
    expect(await vault.readOne(`${profileId}:remembered`)).toBeUndefined();
    expect(await failureOf(remembered.add(profileId, who('a')))).toMatchObject({ code: 'profile-missing' });
  });

  it('of a newer version stay as they are', async () => {
    const { remembered, profileId, vault } = await begin();
    await put(vault, { [`${profileId}:remembered`]: { version: 2 } });
    expect(await failureOf(remembered.list(profileId))).toMatchObject({ code: 'remembered-newer' });
    expect(await failureOf(remembered.add(profileId, who('a')))).toMatchObject({ code: 'remembered-newer' });
  });
});
