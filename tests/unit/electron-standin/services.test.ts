import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '#tests/electron-standin/client.ts';
import { type SharedChromium, startSharedChromium } from '#tests/electron-standin/shared-chromium.ts';
import { runTinyApp, startTinyApp } from './tiny-app.ts';

const timeout = 30_000;

describe('the keyring', { timeout }, () => {
  const ready = `
    const sealed = await safeStorage.encryptStringAsync('secret');
    report([await safeStorage.isAsyncEncryptionAvailable(), sealed.toString('latin1', 0, 3)]);
    report(await safeStorage.decryptStringAsync(sealed));
    app.quit();
  `;

  it('wants a new seal where the switch says so', async () => {
    const reports = await runTinyApp({ ready, env: { ELECTRON_STANDIN_KEYRING: 're-encrypt' } });
    expect(reports.at(-1)).toEqual({ result: 'secret', shouldReEncrypt: true });
  });

  it.skipIf(process.platform !== 'linux')('waits for an answer that a test gives', async () => {
    const app = await startTinyApp({ ready, env: { ELECTRON_STANDIN_KEYRING: 'unanswered' } });
    await app.standIn.ask('answerKeyring', 'locked');
    expect(await app.reports()).toEqual([[true, 'v10'], { result: 'secret', shouldReEncrypt: false }]);
    await app.stop();
  });

  it('keeps its key where only its owner can read it', async () => {
    const app = await startTinyApp({ ready: `await safeStorage.encryptStringAsync('x'); app.quit();` });
    await app.standIn.exited;
    const { mode } = await stat(join(app.userData, 'electron-standin.key'));
    expect(mode & 0o777).toBe(0o600);
    await app.stop();
  });
});

describe('the clipboard', { timeout }, () => {
  const main = `
    const { clipboard } = electron;
    clipboard.writeText('copied').then(() => clipboard.readText()).then(report, (error) => report(error.message))
      .then(() => app.quit());
  `;

  it('keeps text', async () => {
    expect(await runTinyApp({ main })).toEqual(['copied']);
  });

  it('can refuse', async () => {
    expect(await runTinyApp({ main, env: { ELECTRON_STANDIN_CLIPBOARD: 'refused' } })).toEqual([
      'The clipboard cannot be written.',
    ]);
  });
});

describe('dialogs', { timeout }, () => {
  it('answer by script, and are an error without one', async () => {
    const reports = await runTinyApp({
      main: `
        const { dialog } = electron;
        (async () => {
          report((await dialog.showMessageBox({ message: 'Sure?' })).response);
          await dialog.showMessageBox({ message: 'Really?' }).catch((error) => report(error.message));
          app.quit();
        })();
      `,
      env: { ELECTRON_STANDIN_DIALOGS: JSON.stringify([{ response: 1 }]) },
    });
    expect(reports).toEqual([
      1,
      'electron-standin: dialog.showMessageBox without an answer in ELECTRON_STANDIN_DIALOGS is not implemented',
    ]);
  });
});

describe('a second start on the same user data', { timeout }, () => {
  const main = `
    if (app.requestSingleInstanceLock()) report('first'); else { report('second'); app.quit(); }
    app.on('second-instance', (event, argv) => { report(argv.map((word) => basename(word))); app.quit(); });
    const { basename } = require('node:path');
  `;
  const program = basename(process.execPath);

  it('ends at once and is announced to the first', async () => {
    const first = await startTinyApp({ main });
    await first.standIn.endpoint;
    const second = { main, userData: first.userData, switches: ['--ahead'], args: ['a.file', '--hello=x'] };
    expect(await runTinyApp(second)).toEqual(['second']);
    expect(await first.reports()).toEqual([
      'first',
      [program, '--ahead', '--hello=x', '--allow-file-access-from-files', 'main.cjs', 'a.file'],
    ]);
    // The lock went with its holder.
    expect(await runTinyApp({ main: `${main} app.quit();`, userData: first.userData })).toEqual(['first']);
    await first.stop();
  });

  it('can be asked for by a test', async () => {
    const first = await startTinyApp({ main, args: ['of-the-first'] });
    await first.standIn.ask('secondInstance', ['a.file', '--', '--no-switch'], '/');
    expect(await first.reports()).toEqual([
      'first',
      [program, '--allow-file-access-from-files', 'main.cjs', 'a.file', '--', '--no-switch'],
    ]);
    await first.stop();
  });
});

describe('a Chromium that several apps share', { timeout }, () => {
  let chromium: SharedChromium;
  /** What is killed leaves its files. */
  let temporary: string;
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'cognito-desk-killed-'));
    chromium = await startSharedChromium();
  }, timeout);
  afterAll(async () => {
    await chromium.stop();
    await rm(temporary, { recursive: true });
  });

  const start = () =>
    startTinyApp({
      sharedChromium: chromium,
      main: 'scheme();',
      ready: 'openWindow();',
      env: { TMPDIR: temporary },
    });

  it.each(['SIGTERM', 'SIGKILL'] as const)('shows nothing of an app that %s has ended', async (signal) => {
    const first = await start();
    await (await first.page()).evaluate(() => (document.cookie = 'left=behind; max-age=1000'));
    process.kill(first.standIn.pid, signal);
    await first.standIn.exited;

    const second = await start();
    const page = await second.page();
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await Promise.all([first.stop(), second.stop()]);
  });

  it('shows one app at a time', async () => {
    const first = await start();
    await first.page();
    const second = () => startStandIn({ main: 'never-run.cjs', env: process.env, chromium });
    expect(second).toThrow('this Chromium shows another app');
    expect(await (await first.page()).title()).toBe('');
    await first.stop();
  });
});

describe('the end', { timeout }, () => {
  const main = `
    scheme();
    for (const name of ['before-quit', 'will-quit', 'quit', 'window-all-closed']) app.on(name, () => report(name));
    app.on('window-all-closed', () => app.quit());
  `;
  const start = () => startTinyApp({ main, ready: `openWindow().on('closed', () => report('closed'));` });

  /** The processes of a run: those of the group that Chromium's first one leads, and those that know its folder. */
  async function processesOf({ browser, runFolder }: { browser: number; runFolder: string }) {
    const group = new RegExp(`\\) [^Z] \\d+ ${browser} `);
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const belongs = processes.map(async (pid) => {
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      // What has ended stays in the list until its parent has asked how.
      return group.test(await read('stat')) || (await read('environ')).includes(runFolder);
    });
    const found = await Promise.all(belongs);
    return processes.filter((_, index) => found[index]);
  }

  const chromiumOf = async (pid: number) => {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const browser = Number(children.trim().split(' ')[0]);
    const environment = await readFile(`/proc/${browser}/environ`, 'utf8');
    const temporary = /(?:^|\0)TMPDIR=([^\0]+)/.exec(environment)?.[1] ?? '';
    return { browser, runFolder: join(temporary, '..') };
  };

  it('comes when the person closes the last window', async () => {
    const app = await start();
    const page = await app.page();
    await page.close();
    expect(await app.reports()).toEqual(['closed', 'window-all-closed', 'before-quit', 'will-quit', 'quit']);
    expect(await app.standIn.exited).toBe(0);
    await app.stop();
  });

  it.skipIf(process.platform !== 'linux').each(['a signal', 'the death of Chromium'])(
    'leaves no process and no file behind after %s',
    async (reason) => {
      const app = await start();
      await app.page();
      const run = await chromiumOf(app.standIn.pid);
      const { browser, runFolder } = run;
      expect(await processesOf(run)).not.toEqual([]);
      expect(await stat(runFolder)).toBeDefined();
      process.kill(
        reason === 'a signal' ? app.standIn.pid : browser,
        reason === 'a signal' ? 'SIGTERM' : 'SIGKILL',
      );
      await app.standIn.exited;
      expect(await stat(runFolder).catch(() => undefined)).toBeUndefined();
      await expect.poll(() => processesOf(run), { timeout: 10_000 }).toEqual([]);
      await app.stop();
    },
  );
});
