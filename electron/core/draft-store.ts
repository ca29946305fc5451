/** More forms than the app has. */
const MOST = 20;

/** What is typed into forms, in memory, for a page that stops. */
export function createDraftStore() {
  const drafts = new Map<string, string>();
  let saved: [string, string][] = [];

  return {
    keep(name: string, values: string): void {
      drafts.delete(name);
      drafts.set(name, values);
      const oldest = drafts.keys().next();
      if (drafts.size > MOST && !oldest.done) drafts.delete(oldest.value);
    },
    forget(name: string): void {
      drafts.delete(name);
    },
    /** What was typed for a profile: the names of its forms end with its id. */
    forgetProfile(profileId: string): void {
      const isItsOwn = (name: string) => name.endsWith(` ${profileId}`);
      for (const name of drafts.keys()) if (isItsOwn(name)) drafts.delete(name);
      saved = saved.filter(([name]) => !isItsOwn(name));
    },
    /** The page is gone without having said so: what it kept is for the next one, with what it had not asked for yet. */
    pageStopped(): void {
      saved = [...new Map([...saved, ...drafts])].slice(-MOST);
      drafts.clear();
    },
    /** What the page before has left. */
    take(): { name: string; values: string }[] {
      const taken = saved.map(([name, values]) => ({ name, values }));
      saved = [];
      return taken;
    },
    forgetAll(): void {
      drafts.clear();
      saved = [];
    },
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;
