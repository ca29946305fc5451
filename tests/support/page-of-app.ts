import type { Browser, Page } from 'playwright';

/** The pages of the app, on Electron and on the stand-in. */
export const appAddress = /^(?:app:\/\/desk|http:\/\/desk\.app\.localhost)\//;

/**
 * The page of the app in a Chromium of the stand-in, once it is loaded. Beside it there may be an empty one, with which
 * Chromium starts and which is on its way out.
 */
export function pageOfApp(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) return Promise.reject(new Error('Chromium has no pages.'));
  return new Promise((resolve, reject) => {
    browser.once('disconnected', () => {
      reject(new Error('Chromium ended before it showed the app.'));
    });
    const look = (page: Page) =>
      page.waitForURL(appAddress).then(
        () => {
          resolve(page);
        },
        // It was closed, or never shows the app.
        () => undefined,
      );
    for (const page of context.pages()) void look(page);
    context.on('page', (page) => void look(page));
  });
}
