import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askForFileToOpen, askForFileToSave } from '#tests/electron-standin/file-questions.ts';
import { findChromium } from '#tests/electron-standin/find-chromium.ts';

let browser: Browser;
let page: Page;
let asking: Parameters<typeof askForFileToOpen>[0];
let folder: string;

beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ ...(executablePath && { executablePath }) });
  page = await browser.newPage();
  asking = {
    evaluate: (run, ...args) => page.evaluate(`(${run.toString()})(...${JSON.stringify(args)})`),
    leaveQuestions: () => undefined,
  };
  folder = await mkdtemp(join(tmpdir(), 'cognito-desk-questions-'));
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Lets a person answer one question after the other: a text, true for "OK", null for "Cancel". Gives the questions. */
function answerWith(...answers: (string | true | null)[]) {
  const asked: { readonly text: string; readonly suggestion: string }[] = [];
  page.removeAllListeners('dialog');
  page.on('dialog', (question) => {
    asked.push({ text: question.message(), suggestion: question.defaultValue() });
    const answer = answers.shift() ?? null;
    void (answer === null ? question.dismiss() : question.accept(answer === true ? undefined : answer));
  });
  return asked;
}

describe('a person without a file dialog', () => {
  it('writes the path of a file to open', async () => {
    const asked = answerWith(join(folder, 'card'));
    expect(await askForFileToOpen(asking, { title: 'Open a card' })).toBe(join(folder, 'card'));
    expect(asked).toEqual([{ text: 'Open a card\nPath of the file:', suggestion: join(homedir(), '/') }]);
  });

  it('is offered the full path of a file to save, and may write one within the home folder', async () => {
    const asked = answerWith('no such folder/card');
    expect(await askForFileToSave(asking, { title: 'Save', suggestion: 'my card' })).toBe(
      join(homedir(), 'no such folder', 'card'),
    );
    expect(asked.map(({ suggestion }) => suggestion)).toEqual([join(homedir(), 'my card')]);
  });

  it.each([null, '', '  '])('chooses no file with %j', async (answer) => {
    answerWith(answer, answer);
    expect(await askForFileToOpen(asking, { title: 'Open' })).toBeNull();
    expect(await askForFileToSave(asking, { title: 'Save' })).toBeNull();
  });

  it('is asked before a file is replaced', async () => {
    const path = join(folder, 'there');
    await writeFile(path, '');
    const asked = answerWith(path, true, path, null);
    expect(await askForFileToSave(asking, { title: 'Save' })).toBe(path);
    expect(await askForFileToSave(asking, { title: 'Save' })).toBeNull();
    expect(asked[1]?.text).toBe('“there” exists already. Replace it?');
  });
});
