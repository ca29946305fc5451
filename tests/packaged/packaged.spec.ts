/** That the packaged app starts on real Electron: from its archive, whole, and as the app that people install. */
import { expect, test } from '@playwright/test';
import { launchElectron, watchPages } from '#tests/support/launch-electron.ts';
import { welcome } from '../../renderer/src/locales/en/shell.ts';
import manifest from '../../package.json' with { type: 'json' };
import { environment, program } from './program.ts';

test('starts from its archive and shows the first screen', async () => {
  const app = await launchElectron(program, { env: environment });
  try {
    const { page, problems } = await watchPages(app);
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
    expect([...problems]).toEqual([]);
  } finally {
    await app.close();
  }
});
