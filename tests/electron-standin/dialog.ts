import type { Dialog, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { type DialogAnswer, options } from './options.ts';
import { notImplemented, strict } from './strict.ts';

export type ShownDialog = { readonly method: string; readonly title: string; readonly message: string };

/** Every dialog that was shown, for tests. */
export const shownDialogs: ShownDialog[] = [];

function show(method: string, title: string, message: string): DialogAnswer | undefined {
  shownDialogs.push({ method, title, message });
  if (!options.headless) console.error([title, message].filter(Boolean).join('\n'));
  return options.dialogAnswers.shift();
}

function scripted(method: string, title: string, message: string): DialogAnswer {
  const answer = show(method, title, message);
  if (!answer) throw notImplemented(`dialog.${method} without an answer in ELECTRON_STANDIN_DIALOGS`);
  return answer;
}

/** The window, which may come first, plays no part: dialogs are scripted. */
const lastOf = <Options>(args: readonly unknown[]) => args.at(-1) as Options;

export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string) => void show('showErrorBox', title, content),
  async showMessageBox(...args: unknown[]) {
    const { title = '', message } = lastOf<MessageBoxOptions>(args);
    const { response = 0, checkboxChecked = false } = scripted('showMessageBox', title, message);
    return { response, checkboxChecked };
  },
  async showOpenDialog(...args: unknown[]) {
    const { title = '', message = '' } = lastOf<OpenDialogOptions>(args);
    const { filePaths = [] } = scripted('showOpenDialog', title, message);
    return { canceled: filePaths.length === 0, filePaths: [...filePaths] };
  },
  async showSaveDialog(...args: unknown[]) {
    const { title = '', message = '' } = lastOf<SaveDialogOptions>(args);
    const { filePath = '' } = scripted('showSaveDialog', title, message);
    return { canceled: filePath === '', filePath };
  },
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>);
