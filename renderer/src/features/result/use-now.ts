import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** The time of day in milliseconds since 1970, new every second while the component lives. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    now.value = Date.now();
  }, 1000);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return readonly(now);
}
