import type { Screen } from 'electron';
import { requireReady } from './lifecycle.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

/** One display, as large as the switch says. */
export const screen = strict('screen', {
  getPrimaryDisplay() {
    requireReady("The 'screen' module can't be used before the app 'ready' event");
    const area = { x: 0, y: 0, ...options.workArea };
    // Only a part of Electron's object is filled; reading any other part throws.
    return strict('display', {
      id: 1,
      scaleFactor: 1,
      bounds: area,
      size: options.workArea,
      workArea: area,
      workAreaSize: options.workArea,
    }) as Electron.Display;
  },
} satisfies Pick<Screen, 'getPrimaryDisplay'>);
