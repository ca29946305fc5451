import { computed, onScopeDispose, shallowRef } from 'vue';
import type { Reading } from '#contract/people.ts';
import { readingPace } from '#contract/people.ts';
import { desk } from '../../bridge/desk.ts';
import { useOperation } from '../../bridge/use-operation.ts';

/** For this run of the app. */
const perSecond = shallowRef<number>(readingPace.usual);

/** The reading of a pool, as main tells of it. `onChange` is called with each word from main. */
export function useReading(profileId: () => string, onChange: (reading: Reading) => void) {
  const reading = shallowRef<Reading | null>(null);
  const begin = useOperation('people.startReading');

  function take(now: Reading): void {
    reading.value = now;
    onChange(now);
  }

  async function start(options: { again?: boolean; inOneGo?: boolean } = {}): Promise<void> {
    const { again = false, inOneGo = false } = options;
    const result = await begin.run({ profileId: profileId(), again, inOneGo, perSecond: perSecond.value });
    if (result.ok) take(result.value);
  }

  async function load(): Promise<void> {
    const result = await desk.people.reading({ profileId: profileId() });
    if (result.ok) take(result.value);
  }

  async function stop(): Promise<void> {
    const result = await desk.people.stop({ profileId: profileId() });
    if (result.ok) take(result.value);
  }

  /** Also for a reading that is under way. */
  async function changePace(pace: number): Promise<void> {
    perSecond.value = pace;
    if (underWay.value) await start();
  }

  const off = desk.events.on((event) => {
    if (event.name !== 'people.progress') return;
    const { payload } = event;
    if (payload.task === 'reading' && payload.profileId === profileId()) take(payload.reading);
  });
  onScopeDispose(off);
  void load();

  const underWay = computed(() => reading.value?.state === 'reading' || reading.value?.state === 'waiting');
  const error = computed(() => begin.error.value ?? reading.value?.error ?? null);
  return { reading, underWay, error, perSecond, start, stop, changePace };
}
