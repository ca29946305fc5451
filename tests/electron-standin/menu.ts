import type { Menu as ElectronMenu, MenuItem, MenuItemConstructorOptions } from 'electron';
import { notImplemented, strict } from './strict.ts';

type StandInMenu = { readonly template: readonly (MenuItemConstructorOptions | MenuItem)[] };

let applicationMenu: StandInMenu | null = null;

/** Menus are kept, not shown: Chromium has none for us. */
class StandInMenuClass {
  static setApplicationMenu(menu: StandInMenu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): StandInMenu | null {
    return applicationMenu;
  }

  static buildFromTemplate(...[template]: Parameters<typeof ElectronMenu.buildFromTemplate>): StandInMenu {
    return strict('menu', { template });
  }

  constructor() {
    throw notImplemented('new Menu');
  }
}

export const Menu = strict('Menu', StandInMenuClass);
