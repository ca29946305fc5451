import type { BrowserWindow, Dialog, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { createFileDialogs } from '#main/file-dialogs.ts';

const window = Object.create(null) as BrowserWindow;

/** Dialogs in which the person chooses `path`; null for "Cancel". */
function dialogsWith(path: string | null, parent: BrowserWindow | null = window) {
  const shown: { parent: unknown; options: OpenDialogOptions | SaveDialogOptions }[] = [];
  const dialog = {
    showOpenDialog: (given: unknown, options: OpenDialogOptions) => {
      shown.push({ parent: given, options });
      return Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] });
    },
    showSaveDialog: (given: unknown, options: SaveDialogOptions) => {
      shown.push({ parent: given, options });
      return Promise.resolve({ canceled: path === null, filePath: path ?? '' });
    },
  } as unknown as Dialog;
  return { dialogs: createFileDialogs(dialog, () => parent), shown };
}

describe('the dialogs for files', () => {
  it('belong to the window, and know the app’s own kind of file', async () => {
    const { dialogs, shown } = dialogsWith('/home/jane/card.cognitodesk');
    expect(await dialogs.chooseToOpen()).toBe('/home/jane/card.cognitodesk');
    expect(await dialogs.chooseToSave('Profiles.cognitodesk')).toBe('/home/jane/card.cognitodesk');
    expect(shown.map(({ parent }) => parent)).toEqual([window, window]);
    const [opening, saving] = shown.map(({ options }) => options);
    expect(opening?.filters?.map(({ extensions }) => extensions)).toEqual([['cognitodesk'], ['*']]);
    expect(opening?.properties).not.toContain('multiSelections');
    expect(saving).toMatchObject({ defaultPath: 'Profiles.cognitodesk' });
    expect(saving?.filters?.map(({ extensions }) => extensions)).toEqual([['cognitodesk']]);
    expect(saving?.properties).toContain('showOverwriteConfirmation');
    await dialogs.chooseToSave('Sign-ups.csv');
    expect(shown.at(-1)?.options.filters?.map(({ extensions }) => extensions)).toEqual([['csv']]);
  });

  it.each(['csv', 'json'])(
    'know the kind of file that a name ending in .%s stands for',
    async (extension) => {
      const { dialogs, shown } = dialogsWith('/x');
      await dialogs.chooseToSave(`People.${extension}`);
      expect(shown[0]?.options.filters).toEqual([{ name: extension.toUpperCase(), extensions: [extension] }]);
    },
  );

  it('give nothing when nothing is chosen, or when there is no window to ask in', async () => {
    for (const { dialogs } of [dialogsWith(null), dialogsWith('/x', null)]) {
      expect(await dialogs.chooseToOpen()).toBeNull();
      expect(await dialogs.chooseToSave('x')).toBeNull();
    }
  });
});
