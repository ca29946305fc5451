import { useRouter } from 'vue-router';
import { desk } from '../../bridge/desk.ts';

const screens = { settings: '/settings', import: '/profiles/import' } as const;

/** Goes to the screen that the person chose in the menu of the app. */
export function useMenu(): void {
  const router = useRouter();
  desk.events.on((event) => {
    if (event.name === 'menu.chosen') void router.push(screens[event.payload]);
  });
}
