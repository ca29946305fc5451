import type { Menu as ElectronMenu, MenuItem, MenuItemConstructorOptions } from 'electron';
import { notImplemented, strict } from './strict.ts';

type StandInMenu = { readonly template: readonly (MenuItemConstructorOptions | MenuItem)[] };

let applicationMenu: StandInMenu | null = null;

/** What choosing an item of the application's menu does, by its id. */
export function chooseInMenu(id: string): void {
  const all = (applicationMenu?.template ?? []).flatMap(({ submenu }) =>
    Array.isArray(submenu) ? submenu : [],
  );
  const item = all.find((each) => each.id === id);
  if (!item?.click) throw new Error(`electron-standin: the menu has no ${id}`);
  Reflect.apply(item.click, undefined, []);
}

/** Menus are kept, not shown: Chromium has none for us. */
class StandInMenuClass {
  static setApplicationMenu(menu: StandInMenu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): StandInMenu | null {
    return applicationMenu;
  }

  static buildFromTemplate(...[template]: Parameters<typeof ElectronMenu.buildFromTemplate>): StandInMenu {
    // A right click shows Chromium's own menu.
    return strict('menu', { template, popup: () => undefined });
  }

  constructor() {
    throw notImplemented('new Menu');
  }
}

export const Menu = strict('Menu', StandInMenuClass);
