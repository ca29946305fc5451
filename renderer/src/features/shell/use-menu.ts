import { useRouter } from 'vue-router';
import type { MenuTarget } from '#contract/events.ts';
import { desk } from '../../bridge/desk.ts';
import { selectAll } from '../../ui/select-all.ts';

const screens: Readonly<Record<MenuTarget, string>> = {
  settings: '/settings',
  import: '/profiles/import',
  updates: '/settings?section=updates',
  problems: '/settings?section=problems',
};

/** Does what the person chose in the menu of the app, also before this page was there. */
export function useMenu(): void {
  const router = useRouter();

  async function follow(): Promise<void> {
    const result = await desk.app.takeMenuChoice({});
    const target = result.ok ? result.value.target : null;
    if (target !== null) await router.push(screens[target]);
  }

  void follow();
  desk.events.on(({ name }) => {
    if (name === 'menu.chosen') void follow();
    if (name === 'menu.selectAll') selectAll();
  });
}
