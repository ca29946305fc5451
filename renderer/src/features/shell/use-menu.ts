import { useRouter } from 'vue-router';
import type { MenuTarget } from '#contract/events.ts';
import { desk } from '../../bridge/desk.ts';

const screens: Readonly<Record<MenuTarget, string>> = {
  settings: '/settings',
  import: '/profiles/import',
  updates: '/settings?section=updates',
  problems: '/settings?section=problems',
};

/** Goes to the screen, or the section of the settings, that the person chose in the menu of the app. */
export function useMenu(): void {
  const router = useRouter();
  desk.events.on((event) => {
    if (event.name === 'menu.chosen') void router.push(screens[event.payload]);
  });
}
