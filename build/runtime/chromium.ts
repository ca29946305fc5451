/** The Chromium that the app is shown in on the stand-in. */
import { findChromium } from '#tests/electron-standin/find-chromium.ts';
import { installPackages } from './install-packages.ts';

/** What a person does where there is none. */
export function wantedBrowser(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'It needs Microsoft Edge or Google Chrome: install one of them.';
  if (platform === 'darwin')
    return 'It needs Google Chrome, Microsoft Edge or Chromium: install one of them.';
  return 'It needs Chromium, Google Chrome or Microsoft Edge. On Debian: sudo apt-get install chromium.';
}

/** An installed Chromium, or one that is installed now. */
export function prepareChromium(): string | undefined {
  const found = findChromium();
  if (found !== undefined) return found;
  installPackages('chromium');
  return findChromium();
}
