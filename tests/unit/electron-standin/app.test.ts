import { describe, expect, it } from 'vitest';
import { runTinyApp, startTinyApp } from './tiny-app.ts';

const timeout = 30_000;

describe('the app', { timeout }, () => {
  it('notes that it shall start again, and what it says about itself', async () => {
    const app = await startTinyApp({
      main: `
        app.setAboutPanelOptions({ applicationName: 'Tiny' });
        app.relaunch();
        app.relaunch({ args: ['--again'] });
      `,
    });
    expect(await app.standIn.ask('relaunches')).toEqual([{}, { args: ['--again'] }]);
    expect(await app.standIn.ask('aboutPanel')).toEqual({ applicationName: 'Tiny' });
    await app.stop();
  });

  it('knows the locale of the system once it is ready', async () => {
    const reports = await runTinyApp({
      main: 'report(attempt(() => app.getSystemLocale()));',
      ready:
        'report([app.getSystemLocale(), app.getPreferredSystemLanguages(), app.getLocale()]); app.quit();',
      env: { ELECTRON_STANDIN_SYSTEM_LOCALE: 'de-CH' },
    });
    expect(reports).toEqual([
      'app.getSystemLocale() can only be called after app is ready',
      ['de-CH', ['de-CH'], 'en-US'],
    ]);
  });

  it('knows the work area of the display once it is ready', async () => {
    const probe = 'report(attempt(() => electron.screen.getPrimaryDisplay()));';
    const reports = await runTinyApp({
      main: probe,
      ready: 'report(electron.screen.getPrimaryDisplay().workAreaSize); app.quit();',
      env: { ELECTRON_STANDIN_WORK_AREA: '1366x728' },
    });
    expect(reports).toEqual([
      "The 'screen' module can't be used before the app 'ready' event",
      { width: 1366, height: 728 },
    ]);
  });

  it('knows the switches among its own words, before and after its file', async () => {
    const reports = await runTinyApp({
      main: `
        const { commandLine } = app;
        report(['no-sandbox', 'mode', 'file', 'hidden'].map((name) => [commandLine.hasSwitch(name), commandLine.getSwitchValue(name)]));
        report(process.argv.slice(1).map((word) => require('node:path').basename(word)));
        app.quit();
      `,
      switches: ['--no-sandbox'],
      args: ['-mode=a=b', 'file', '--', '--hidden'],
    });
    expect(reports).toEqual([
      [
        [true, ''],
        [true, 'a=b'],
        [false, ''],
        [false, ''],
      ],
      ['--no-sandbox', 'main.cjs', '-mode=a=b', 'file', '--', '--hidden'],
    ]);
  });

  it.each(['before', 'after'])('cannot have a sandbox with --no-sandbox %s its file', async (where) => {
    const words = { [where === 'before' ? 'switches' : 'args']: ['--no-sandbox'] };
    const reports = await runTinyApp({
      ...words,
      main: 'report(attempt(() => app.enableSandbox())); app.quit();',
    });
    expect(reports).toEqual([
      'electron-standin: app.enableSandbox() takes --no-sandbox away; root cannot start then',
    ]);
  });

  it('adds switches and takes them away', async () => {
    const reports = await runTinyApp({
      main: `
        app.commandLine.appendSwitch('policy', 'strict');
        report([app.commandLine.hasSwitch('policy'), app.commandLine.getSwitchValue('policy')]);
        app.commandLine.removeSwitch('policy');
        report([app.commandLine.hasSwitch('policy'), app.commandLine.getSwitchValue('policy')]);
        app.quit();
      `,
    });
    expect(reports).toEqual([
      [true, 'strict'],
      [false, ''],
    ]);
  });

  it('hears of what waited for ready before it has made anything of it', async () => {
    const reports = await runTinyApp({
      main: `
        app.on('ready', () => report('ready'));
        app.on('second-instance', (event, argv) => report(['second-instance', argv.at(-1)]));
        app.on('activate', () => report('activate'));
        app.on('open-url', (event, address) => report(address));
      `,
      ready: `report('continued'); app.quit();`,
      env: { ELECTRON_STANDIN_AT_READY: 'second-instance=a.file,activate,open-url=tiny:a=b' },
    });
    expect(reports).toEqual(['ready', ['second-instance', 'a.file'], 'activate', 'tiny:a=b', 'continued']);
  });

  it.each([
    ['real', 'shown'],
    ['never', 'still hidden'],
  ])('has ready-to-show for a hidden window: %s', async (readyToShow, seen) => {
    const [report] = await runTinyApp({
      main: 'scheme();',
      ready: `
        const window = openWindow();
        window.once('ready-to-show', () => window.show());
        window.webContents.once('did-finish-load', () => { report(window.isVisible() ? 'shown' : 'still hidden'); app.quit(); });
      `,
      env: { ELECTRON_STANDIN_READY_TO_SHOW: readyToShow },
    });
    expect(report).toBe(seen);
  });

  it('has a dock on macOS only', async () => {
    const [dock] = await runTinyApp({ main: 'report(typeof app.dock); app.quit();' });
    expect(dock).toBe(process.platform === 'darwin' ? 'object' : 'undefined');
  });

  it('is told what happens around it', async () => {
    const app = await startTinyApp({
      main: `
        scheme();
        app.on('activate', (event, hasWindows) => report(['activate', hasWindows]));
        app.on('child-process-gone', (event, { type, reason }) => report([type, reason]));
      `,
      ready: `
        const window = openWindow();
        window.on('session-end', ({ reasons }) => report(['session-end', reasons]));
        window.setTitle('Tiny window');
      `,
    });
    await app.page();
    await app.standIn.ask('activate');
    await app.standIn.ask('childProcessGone', { type: 'GPU', reason: 'crashed', exitCode: 5 });
    await app.standIn.ask('sessionEnd');
    expect(await app.standIn.ask('windows')).toEqual([
      { visible: false, title: 'Tiny window', bounds: { x: 0, y: 0, width: 640, height: 480 } },
    ]);
    await app.standIn.ask('quit');
    expect(await app.reports()).toEqual([
      ['activate', true],
      ['GPU', 'crashed'],
      ['session-end', ['logoff']],
    ]);
    await app.stop();
  });
});
