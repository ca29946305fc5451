/** That the packaged app starts on real Electron: from its archive, whole, and as the app that people install. */
import { _electron, expect, test } from '@playwright/test';
import { resolve } from 'node:path';
import { root } from '#build/runtime.ts';
import { welcome } from '../../renderer/src/locales/en/shell.ts';
import manifest from '../../package.json' with { type: 'json' };

const program = process.env['PROGRAM'];

test('starts from its archive and shows the first screen', async () => {
  expect(program, 'PROGRAM names the packaged program').toBeDefined();
  const app = await _electron.launch({ executablePath: resolve(root, program ?? '') });
  try {
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await expect(page.getByRole('heading', { level: 1, name: welcome.title })).toBeVisible();

    expect(page.url()).toMatch(/^app:\/\/desk\//);
    expect(
      await app.evaluate(({ app: electron }) => ({
        packaged: electron.isPackaged,
        name: electron.getName(),
        version: electron.getVersion(),
        from: electron.getAppPath(),
      })),
    ).toEqual({
      packaged: true,
      name: manifest.productName,
      version: manifest.version,
      from: expect.stringMatching(/app\.asar$/),
    });
    expect(errors).toEqual([]);
  } finally {
    await app.close();
  }
});
