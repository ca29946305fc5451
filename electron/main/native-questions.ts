import type { NativeQuestion, AskPerson } from '#core/ports.ts';
import type { BrowserWindow, Dialog } from 'electron';

type Words = { readonly message: string; readonly detail: string; readonly yes: string };

function wordsFor(question: NativeQuestion): Words {
  switch (question.kind) {
    case 'host':
      return {
        message: `Send passwords to ${question.host}?`,
        detail:
          `A profile names ${question.host} as its address. That is neither Amazon nor this computer. ` +
          'Whoever runs it sees the usernames and passwords that you sign in with. Say yes only if you know this address, for example from your team.',
        yes: 'Yes, Use This Address',
      };
  }
}

/**
 * Asks in a box of the operating system, which no page can press. What a file or a link brought is shown as it is, but for
 * characters that are not seen or turn the words around them.
 */
export function createNativeQuestions(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: () => BrowserWindow | null,
): AskPerson {
  return async (question) => {
    const { message, detail, yes } = wordsFor(question);
    const options = {
      type: 'warning',
      title: 'Cognito Desk',
      message,
      detail,
      buttons: [yes, 'Cancel'],
      // Return and Escape are both the careful answer.
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    } as const;
    const parent = window();
    const { response } = await (parent
      ? dialog.showMessageBox(parent, { ...options, buttons: [...options.buttons] })
      : dialog.showMessageBox({ ...options, buttons: [...options.buttons] }));
    return response === 0;
  };
}
