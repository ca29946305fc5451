import type { ExternalLink } from '#contract/app.ts';
import type { MenuTarget } from '#contract/events.ts';
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

type Item = MenuItemConstructorOptions;

export type MenuOptions = {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly goTo: (target: MenuTarget) => void;
  /**
   * Selects everything where the focus is: in the window, or else in a panel of macOS, such as that for a file. Electron's
   * own item would take the labels of the whole window.
   */
  readonly selectAll: (where: 'window' | 'panel') => void;
  readonly openLink: (link: ExternalLink) => void;
};

const separator: Item = { type: 'separator' };
const items = (...roles: readonly NonNullable<Item['role']>[]): Item[] => roles.map((role) => ({ role }));

/**
 * The menu of the app: at the top of the screen on macOS, elsewhere behind the Alt key. It replaces Electron's own, which
 * would reload the page and open developer tools in an installed app.
 */
export function menuTemplate({ platform, packaged, goTo, selectAll, openLink }: MenuOptions): Item[] {
  const mac = platform === 'darwin';
  const settings: Item = {
    id: 'settings',
    label: mac ? 'Settings…' : '&Settings',
    accelerator: 'CmdOrCtrl+,',
    click: () => {
      goTo('settings');
    },
  };
  const open: Item = {
    id: 'import',
    label: mac ? 'Open Profile Card…' : '&Open a profile card…',
    accelerator: 'CmdOrCtrl+O',
    click: () => {
      goTo('import');
    },
  };
  const help: Item = {
    id: 'help',
    label: 'What AWS access is needed (AWS documentation)',
    click: () => {
      openLink('iam-policy');
    },
  };
  const updates: Item = {
    id: 'updates',
    label: mac ? 'Look for New Versions…' : '&Look for new versions…',
    click: () => {
      goTo('updates');
    },
  };
  const problems: Item = {
    id: 'problems',
    label: mac ? 'Notes About Problems' : '&Notes about problems',
    click: () => {
      goTo('problems');
    },
  };
  const forDevelopers = packaged ? [] : [separator, ...items('reload', 'forceReload', 'toggleDevTools')];

  const app: Item[] = [
    {
      role: 'appMenu',
      submenu: [
        ...items('about'),
        updates,
        separator,
        settings,
        separator,
        ...items('services'),
        separator,
        ...items('hide', 'hideOthers', 'unhide'),
        separator,
        ...items('quit'),
      ],
    },
  ];
  return [
    ...(mac ? app : []),
    {
      label: mac ? 'File' : '&File',
      submenu: mac ? [open, separator, ...items('close')] : [open, settings, separator, ...items('quit')],
    },
    {
      label: mac ? 'Edit' : '&Edit',
      submenu: [
        ...items('undo', 'redo'),
        separator,
        ...items('cut', 'copy', 'paste', 'delete'),
        separator,
        {
          id: 'select-all',
          label: mac ? 'Select All' : 'Select &all',
          accelerator: 'CmdOrCtrl+A',
          click: (_item, window) => {
            selectAll(mac && window === undefined ? 'panel' : 'window');
          },
        },
      ],
    },
    {
      label: mac ? 'View' : '&View',
      submenu: [
        ...items('resetZoom', 'zoomIn', 'zoomOut'),
        // The role's own shortcut needs the shift key on most keyboards, where + stands above =.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        separator,
        ...items('togglefullscreen'),
        ...forDevelopers,
      ],
    },
    ...(mac ? items('windowMenu') : []),
    {
      role: 'help',
      label: mac ? 'Help' : '&Help',
      submenu: [help, separator, problems, ...(mac ? [] : [updates, separator, ...items('about')])],
    },
  ];
}

/** What a right click offers: editing in a field, copying of what is selected, and nothing elsewhere. */
export function contextTemplate({ isEditable, selectionText, editFlags }: ContextMenuParams): Item[] {
  if (isEditable) {
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      separator,
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }];
}
