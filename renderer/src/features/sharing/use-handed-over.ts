import { nextTick, watch, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { desk } from '../../bridge/desk.ts';
import { keepInput } from '../vault/use-kept-input.ts';
import { handOvers } from './waiting-file.ts';

const IMPORT = '/profiles/import';

/** Goes to the import screen when the system hands over a profile card, or a link to one; at the latest once `ready`. */
export function useHandedOver(ready: Readonly<Ref<boolean>>): void {
  const router = useRouter();

  async function follow(): Promise<void> {
    if (!ready.value) return;
    const result = await desk.sharing.handedOver({});
    if (!result.ok || !result.value.waiting) return;
    // The screen opens what waits when it comes, and has to be told only where it is there already.
    if (router.currentRoute.value.path === IMPORT) handOvers.value += 1;
    else await keepInput(() => router.push(IMPORT).then(() => nextTick()));
  }

  watch(ready, follow, { immediate: true });
  desk.events.on(({ name }) => {
    if (name === 'sharing.handedOver') void follow();
  });
}
