import { expect, it } from 'vitest';
import { restartApp } from '#main/restart.ts';

it.each([
  ['the program', undefined, undefined],
  [
    'the AppImage, since its program is gone by then',
    '/home/jane/app.AppImage',
    { execPath: '/home/jane/app.AppImage' },
  ],
])('a restart opens %s', (_what, image, expected) => {
  const did: unknown[] = [];
  restartApp({
    app: { relaunch: (options) => void did.push(['relaunch', options]), quit: () => void did.push('quit') },
    image,
  });
  expect(did).toEqual([['relaunch', expected], 'quit']);
});
