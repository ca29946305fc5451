import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue';
import type { Session } from '#contract/sessions.ts';
import { desk } from '../../bridge/desk.ts';

/** Who is signed in, and who has just been renewed; null until it has been read. `onChanged` is called after each event. */
export function useSessions(onChanged: () => unknown = () => undefined): {
  readonly sessions: Readonly<ShallowRef<readonly Session[] | null>>;
  readonly load: () => Promise<void>;
} {
  const sessions = shallowRef<readonly Session[] | null>(null);

  async function load(): Promise<void> {
    const result = await desk.sessions.list({});
    if (result.ok) sessions.value = result.value.sessions;
  }

  onScopeDispose(
    desk.events.on(({ name }) => {
      if (name !== 'sessions.changed' && name !== 'vault.changed') return;
      void load();
      onChanged();
    }),
  );
  return { sessions: shallowReadonly(sessions), load };
}
