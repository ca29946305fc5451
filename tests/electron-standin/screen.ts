import type { Screen } from 'electron';
import { requireReady } from './lifecycle.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

/** One screen, whose size a test chooses. */
export const screen = strict('screen', {
  getPrimaryDisplay() {
    requireReady("The 'screen' module can't be used before the app 'ready' event");
    const { width, height } = options.workArea;
    const area = { x: 0, y: 0, width, height };
    return strict('display', { id: 1, scaleFactor: 1, workArea: area, workAreaSize: { width, height } });
  },
} satisfies { getPrimaryDisplay: () => Pick<ReturnType<Screen['getPrimaryDisplay']>, 'workAreaSize'> });
