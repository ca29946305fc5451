import { computed, reactive, watch, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';
import { sessionText as text } from '../../locales/en/sessions.ts';
import { useAnnounce } from '../../ui/announce.ts';
import { useNow } from '../result/use-now.ts';
import { endingOf } from './ending-of.ts';
import { useSessions } from './use-sessions.ts';

const MINUTE = 60_000;
/** Endings that the person has had before the eyes on the screen of the signed-in people. */
const seen = reactive(new Set<string>());

/**
 * The endings of sign-ins that the person has not seen yet: how many, and each in words. Tells a screen reader of each
 * when it comes, whatever screen is there, so it is used once in the window.
 */
export function useSessionEndings(): {
  readonly count: ComputedRef<number>;
  readonly note: ComputedRef<string>;
} {
  const route = useRoute();
  const announce = useAnnounce();
  const now = useNow();
  const { sessions, load } = useSessions();
  void load();

  const endings = computed(() =>
    (sessions.value ?? []).flatMap((session) => {
      const ending = endingOf(session, now.value);
      if (ending === null) return [];
      const minutes = Math.ceil(((session.expiresAt ?? 0) - now.value) / MINUTE);
      const sentence = text.endings[ending](session.username, minutes);
      return [{ key: `${session.id} ${String(session.expiresAt)} ${ending}`, sentence }];
    }),
  );
  const unseen = computed(() =>
    route.path === '/sessions' ? [] : endings.value.filter(({ key }) => !seen.has(key)),
  );
  const keys = computed(() => endings.value.map(({ key }) => key).join('\n'));

  watch(keys, (_, before = '') => {
    const known = before.split('\n');
    const fresh = endings.value.filter(({ key }) => !known.includes(key));
    if (fresh.length > 0) announce(fresh.map(({ sentence }) => sentence).join(' '));
  });
  watch([keys, () => route.path], () => {
    if (route.path === '/sessions') for (const { key } of endings.value) seen.add(key);
  });

  return {
    count: computed(() => unseen.value.length),
    note: computed(() => unseen.value.map(({ sentence }) => sentence).join(' ')),
  };
}
