/** Chromium has no window for a file that a page could ask for by path, so the page asks for the path itself. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, resolve, sep } from 'node:path';
import type { Page } from './page.ts';

/** The page that asks. */
type Asking = Pick<Page, 'evaluate' | 'leaveQuestions'>;
type Question = { readonly title: string; readonly suggestion?: string | undefined };

/** Path of the file to open, in full, or null when the person chooses none. */
export const askForFileToOpen = (page: Asking, { title, suggestion }: Question): Promise<string | null> =>
  leaveToPerson(page, () => askForPath(page, title, suggestion ?? `${homedir()}${sep}`));

/** Path of the file to write, in full, or null when the person chooses none, or would not replace what is there. */
export const askForFileToSave = (
  page: Asking,
  { title, suggestion = '' }: Question,
): Promise<string | null> =>
  leaveToPerson(page, async () => {
    const path = await askForPath(page, title, resolve(homedir(), suggestion));
    if (path === null || !existsSync(path)) return path;
    const replaces = await page.evaluate(
      (question) => window.confirm(question),
      `“${basename(path)}” exists already. Replace it?`,
    );
    return replaces ? path : null;
  });

/** Whether the person chooses the first button of a box. The page shows it; nothing else in the page can answer. */
export const askYesOrNo = (page: Asking, question: string): Promise<boolean> =>
  leaveToPerson(page, () => page.evaluate((text) => window.confirm(text), question));

async function askForPath(page: Asking, title: string, suggestion: string): Promise<string | null> {
  const typed = await page.evaluate(
    (question, proposed) => window.prompt(question, proposed),
    `${title}\nPath of the file:`,
    suggestion,
  );
  const path = typed?.trim();
  return path ? resolve(homedir(), path) : null;
}

/** Every other question of a page is cancelled at once. */
async function leaveToPerson<Value>(page: Asking, ask: () => Promise<Value>): Promise<Value> {
  page.leaveQuestions(true);
  try {
    return await ask();
  } finally {
    page.leaveQuestions(false);
  }
}
