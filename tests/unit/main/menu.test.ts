import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { contextTemplate, menuTemplate, type MenuOptions } from '#main/menu.ts';

const chosen: string[] = [];
const options: MenuOptions = {
  platform: 'linux',
  packaged: true,
  goTo: (target) => void chosen.push(target),
  selectAll: (where) => void chosen.push(`select all in the ${where}`),
  openLink: (link) => void chosen.push(link),
};

const all = (changes: Partial<MenuOptions> = {}): MenuItemConstructorOptions[] =>
  menuTemplate({ ...options, ...changes }).flatMap((menu) => [
    menu,
    ...(Array.isArray(menu.submenu) ? menu.submenu : []),
  ]);
const rolesIn = (changes: Partial<MenuOptions> = {}) => all(changes).flatMap(({ role }) => role ?? []);

describe('the menu of the app', () => {
  it.each(['darwin', 'win32', 'linux'] as const)('edits, zooms and quits on %s', (platform) => {
    expect(rolesIn({ platform })).toEqual(
      expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'zoomIn', 'resetZoom', 'quit', 'about']),
    );
  });

  it.each(['darwin', 'win32', 'linux'] as const)(
    'has the same ids on %s, for tests to choose by',
    (platform) => {
      expect(
        all({ platform })
          .flatMap(({ id }) => id ?? [])
          .toSorted(),
      ).toEqual(['help', 'import', 'problems', 'select-all', 'settings', 'updates']);
    },
  );

  it('reloads and opens developer tools only from the sources', () => {
    const forDevelopers = ['reload', 'forceReload', 'toggleDevTools'];
    expect(rolesIn({ packaged: false })).toEqual(expect.arrayContaining(forDevelopers));
    expect(rolesIn().filter((role) => forDevelopers.includes(role))).toEqual([]);
  });

  it('has the menus that macOS expects, and there only', () => {
    const ofMac = ['appMenu', 'services', 'hide', 'windowMenu', 'close'] as const;
    expect(rolesIn({ platform: 'darwin' })).toEqual(expect.arrayContaining([...ofMac]));
    for (const role of ofMac) expect(rolesIn()).not.toContain(role);
  });

  it('selects where the focus is, and not the labels of the whole window as Electron’s own item does', () => {
    expect(rolesIn()).not.toContain('selectAll');
    expect(rolesIn({ platform: 'darwin' })).not.toContain('selectAll');
  });

  it('leaves a panel of macOS, which is no window of the app, to macOS', () => {
    const item = all({ platform: 'darwin' }).find(({ id }) => id === 'select-all');
    chosen.length = 0;
    Reflect.apply(item?.click ?? (() => undefined), undefined, [{}, undefined]);
    Reflect.apply(item?.click ?? (() => undefined), undefined, [{}, {}]);
    expect(chosen).toEqual(['select all in the panel', 'select all in the window']);
    chosen.length = 0;
  });

  it('zooms in without the shift key, too, by an item that is not seen', () => {
    const zooming = all().filter(({ role }) => role === 'zoomIn');
    expect(zooming.map(({ accelerator, visible }) => [accelerator, visible])).toEqual([
      [undefined, undefined],
      ['CmdOrCtrl+=', false],
    ]);
  });

  it('gives each shortcut to one item', () => {
    const shortcuts = all().flatMap(({ accelerator }) => accelerator ?? []);
    expect(shortcuts).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+,', 'CmdOrCtrl+A', 'CmdOrCtrl+=']);
  });

  it('leads to screens, and to addresses by their key', () => {
    for (const item of all()) if (item.click) Reflect.apply(item.click, undefined, []);
    expect(chosen).toEqual([
      'import',
      'settings',
      'select all in the window',
      'iam-policy',
      'problems',
      'updates',
    ]);
  });
});

describe('a right click', () => {
  const flags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
  const click = (params: object) =>
    contextTemplate({
      isEditable: false,
      selectionText: '',
      editFlags: flags,
      ...params,
    } as ContextMenuParams).flatMap(({ role, enabled }) => (role ? [[role, enabled]] : []));

  it('edits in a field, as far as the field allows', () => {
    expect(click({ isEditable: true, editFlags: { ...flags, canCut: false, canCopy: false } })).toEqual([
      ['cut', false],
      ['copy', false],
      ['paste', true],
      ['selectAll', true],
    ]);
  });

  it('copies what is selected', () => {
    expect(click({ selectionText: 'eu-west-1_Ab12Cd34E' })).toEqual([['copy', true]]);
  });

  it.each(['', ' \n'])('offers nothing elsewhere: %j', (selectionText) => {
    expect(click({ selectionText })).toEqual([]);
  });
});
