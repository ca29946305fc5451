import { customRef, onScopeDispose, type Ref } from 'vue';

/**
 * The time of day in milliseconds since 1970. Whatever uses it is drawn anew every second while the component lives,
 * and reads the time of that moment: a time kept since the last tick would make a fresh countdown a second too long.
 */
export function useNow(): Readonly<Ref<number>> {
  return customRef((track, trigger) => {
    const timer = setInterval(trigger, 1000);
    onScopeDispose(() => {
      clearInterval(timer);
    });
    return {
      get() {
        track();
        return Date.now();
      },
      set() {
        // Nobody sets the time.
      },
    };
  });
}
