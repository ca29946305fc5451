import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { startApp } from '#tests/ui/runtime.ts';
import { inScratchFolder } from './scratch.ts';

/**
 * Starts the built app with user data of its own, gives its page to `use`, and ends it.
 * `pid` is that of its main process; `startedAt` is when the process was started, in milliseconds since 1970.
 */
export function withApp<Value>(
  use: (page: Page, startedAt: number, pid: number) => Promise<Value>,
): Promise<Value> {
  return inScratchFolder(async (folder) => {
    const inherited = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const startedAt = performance.timeOrigin + performance.now();
    const app = await startApp({
      env: { ...Object.fromEntries(inherited), COGNITO_DESK_USER_DATA: join(folder, 'user-data') },
      theme: 'light',
    });
    try {
      return await use(app.page, startedAt, app.pid);
    } finally {
      await app.stop();
    }
  });
}
