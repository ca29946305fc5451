import { SHARED_EXTENSION } from '#contract/shared-file.ts';
import type { FileDialogs } from '#core/ports.ts';
import type { BrowserWindow, Dialog } from 'electron';

const ours = { name: 'Cognito Desk', extensions: [SHARED_EXTENSION] };

/** The kind of file that a name stands for. */
function kindOf(name: string) {
  const extension = /\.(csv|json)$/.exec(name)?.[1];
  return extension === undefined ? ours : { name: extension.toUpperCase(), extensions: [extension] };
}

/** Electron's dialogs as `FileDialogs`, attached to the window: nothing in it can be clicked meanwhile. */
export function createFileDialogs(dialog: Dialog, window: () => BrowserWindow | null): FileDialogs {
  return {
    async chooseToOpen() {
      const parent = window();
      if (!parent) return null;
      const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
        title: 'Open a profile card or a backup',
        // A card that came by mail may have got another name.
        filters: [ours, { name: 'All files', extensions: ['*'] }],
        properties: ['openFile', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseToSave(suggestedName) {
      const parent = window();
      if (!parent) return null;
      const { canceled, filePath } = await dialog.showSaveDialog(parent, {
        title: 'Save',
        defaultPath: suggestedName,
        filters: [kindOf(suggestedName)],
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}
