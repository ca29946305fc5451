import type { MenuTarget } from '#contract/events.ts';

/**
 * The screen that the person chose in the menu of the app, until the page asks for it. On macOS the menu is there without a window:
 * the page that has to follow comes only then.
 */
export function createMenuChoice(announce: () => void) {
  let waiting: MenuTarget | null = null;
  return {
    choose(target: MenuTarget): void {
      waiting = target;
      announce();
    },
    take(): MenuTarget | null {
      const target = waiting;
      waiting = null;
      return target;
    },
  };
}

export type MenuChoice = ReturnType<typeof createMenuChoice>;
