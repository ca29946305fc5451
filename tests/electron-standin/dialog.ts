import type { Dialog, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { pageOf } from './browser-window.ts';
import { askForFileToOpen, askForFileToSave, askYesOrNo } from './file-questions.ts';
import { type DialogAnswer, options } from './options.ts';
import type { Page } from './page.ts';
import { notImplemented, strict } from './strict.ts';

export type ShownDialog = { readonly method: string; readonly title: string; readonly message: string };

/** Every dialog that was shown, for tests. */
export const shownDialogs: ShownDialog[] = [];

/** What an answer to a dialog has, by which the next one of its kind is found. */
const partOf: Readonly<Record<string, keyof DialogAnswer>> = {
  showMessageBox: 'response',
  showOpenDialog: 'filePaths',
  showSaveDialog: 'filePath',
};

function show(method: string, title: string, message: string): DialogAnswer | undefined {
  shownDialogs.push({ method, title, message });
  if (!options.headless) console.error([title, message].filter(Boolean).join('\n'));
  const part = partOf[method] ?? 'response';
  const at = options.dialogAnswers.findIndex((answer) => part in answer);
  return at < 0 ? undefined : options.dialogAnswers.splice(at, 1)[0];
}

function scripted(method: string, title: string, message: string): DialogAnswer {
  const answer = show(method, title, message);
  if (!answer) throw notImplemented(`dialog.${method} without an answer in ELECTRON_STANDIN_DIALOGS`);
  return answer;
}

const lastOf = <Options>(args: readonly unknown[]) => args.at(-1) as Options;

/** The page of the window that a dialog belongs to, where a person can be asked and no script answers. */
const personAt = ([window]: readonly unknown[]): Promise<Page> | undefined =>
  options.headless || options.dialogAnswers.length > 0 ? undefined : pageOf(window);

export const dialog = strict('dialog', {
  /** Before `ready` it is only this on Linux, and a box elsewhere and afterwards. */
  showErrorBox(title: string, content: string) {
    shownDialogs.push({ method: 'showErrorBox', title, message: content });
    console.error(`${title}\n${content}`);
  },
  async showMessageBox(...args: unknown[]) {
    const { title = '', message, detail = '', buttons = [], cancelId = 0 } = lastOf<MessageBoxOptions>(args);
    const page = await personAt(args);
    if (page) {
      const yes = await askYesOrNo(page, [message, detail, `OK: ${buttons[0] ?? 'OK'}`].join('\n\n'));
      return { response: yes ? 0 : cancelId, checkboxChecked: false };
    }
    const { response = 0, checkboxChecked = false } = scripted('showMessageBox', title, message);
    return { response, checkboxChecked };
  },
  async showOpenDialog(...args: unknown[]) {
    const { title = '', message = '', defaultPath } = lastOf<OpenDialogOptions>(args);
    const page = await personAt(args);
    if (page) {
      const path = await askForFileToOpen(page, { title, suggestion: defaultPath });
      return { canceled: path === null, filePaths: path === null ? [] : [path] };
    }
    const { filePaths = [] } = scripted('showOpenDialog', title, message);
    return { canceled: filePaths.length === 0, filePaths: [...filePaths] };
  },
  async showSaveDialog(...args: unknown[]) {
    const { title = '', message = '', defaultPath } = lastOf<SaveDialogOptions>(args);
    const page = await personAt(args);
    if (page) {
      const filePath = (await askForFileToSave(page, { title, suggestion: defaultPath })) ?? '';
      return { canceled: filePath === '', filePath };
    }
    const { filePath = '' } = scripted('showSaveDialog', title, message);
    return { canceled: filePath === '', filePath };
  },
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>);
