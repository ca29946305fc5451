import { SHARED_EXTENSION } from '#contract/shared-file.ts';
import type { FileDialogs, FileKind } from '#core/ports.ts';
import type { BrowserWindow, Dialog } from 'electron';

const ours = { name: 'Cognito Desk', extensions: [SHARED_EXTENSION] };
const filters = {
  profiles: [ours],
  csv: [{ name: 'CSV', extensions: ['csv'] }],
} satisfies Readonly<Record<FileKind, unknown>>;

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
    async chooseToSave(suggestedName, kind) {
      const parent = window();
      if (!parent) return null;
      const { canceled, filePath } = await dialog.showSaveDialog(parent, {
        title: 'Save',
        defaultPath: suggestedName,
        filters: filters[kind],
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}
