import type { Page } from 'playwright';

/** What went wrong in a page: an error on the console, an uncaught error, a breach of the content security policy. */
export type Problem = { readonly kind: 'console' | 'error' | 'csp'; readonly text: string };

export const problems: Problem[] = [];

/** Notes what goes wrong in a page from its first script on. */
export async function watch(page: Page): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push({ kind: 'console', text: message.text() });
  });
  page.on('pageerror', (error) => problems.push({ kind: 'error', text: error.message }));
  await page.exposeBinding('__electronStandinBreach', (_source, text: string) => {
    problems.push({ kind: 'csp', text });
  });
  await page.addInitScript(() => {
    const report: unknown = Reflect.get(window, '__electronStandinBreach');
    Reflect.deleteProperty(window, '__electronStandinBreach');
    document.addEventListener('securitypolicyviolation', (event) => {
      if (typeof report === 'function') report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
}
