import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { restartApp } from '#main/restart.ts';

function restart(platform: NodeJS.Platform, isPackaged: boolean, words: readonly string[]) {
  const did: unknown[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    relaunch: (options: unknown) => void did.push(['relaunch', options]),
    releaseSingleInstanceLock: () => void did.push('lock released'),
    quit: () => void did.push('quit'),
  });
  restartApp({
    // An emitter takes any event, which Electron's type of `once` does not say.
    app: app as unknown as Parameters<typeof restartApp>[0]['app'],
    platform,
    words,
    program: '/home/jane/Cognito Desk.AppImage',
    open: (program, args) => void did.push(['opened', program, args]),
  });
  app.emit('quit');
  return did;
}

describe('a restart', () => {
  it('opens an installed app on Linux by itself, at its very end, and lets it be the first', () => {
    expect(restart('linux', true, ['cognito-desk', '--ozone-platform=x11', 'card.cognitodesk'])).toEqual([
      'quit',
      'lock released',
      ['opened', '/home/jane/Cognito Desk.AppImage', ['--ozone-platform=x11']],
    ]);
  });

  it.each(['darwin', 'win32'] as const)(
    'leaves it to Electron on %s, without the file that opened it',
    (platform) => {
      expect(restart(platform, true, ['Cognito Desk.exe', '--lang=de', 'card.cognitodesk'])).toEqual([
        ['relaunch', { args: ['--lang=de'] }],
        'quit',
      ]);
    },
  );

  it('repeats all words of a start from the sources, the app’s folder among them', () => {
    expect(restart('linux', false, ['electron', '.'])).toEqual([['relaunch', { args: ['.'] }], 'quit']);
  });
});
