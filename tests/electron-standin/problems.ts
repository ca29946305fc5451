import { preloadWorld } from './page-script.ts';
import type { Page } from './page.ts';

/** What went wrong in a page: an error on the console, an uncaught error, a breach of the content security policy. */
export type Problem = { readonly kind: 'console' | 'error' | 'csp'; readonly text: string };

export const problems: Problem[] = [];

/** Notes what goes wrong in a page from its first script on. */
export async function watch(page: Page): Promise<void> {
  page.on('consoleError', (text) => problems.push({ kind: 'console', text }));
  page.on('uncaughtError', (text) => problems.push({ kind: 'error', text }));
  await page.addBinding('__electronStandinBreach', preloadWorld, (text) =>
    problems.push({ kind: 'csp', text }),
  );
  await page.addScript(`(${reportBreaches.toString()})()`, preloadWorld);
}

/** Runs where the page cannot see it; the document that tells of breaches is the same. */
function reportBreaches(): void {
  const report: unknown = Reflect.get(window, '__electronStandinBreach');
  Reflect.deleteProperty(window, '__electronStandinBreach');
  document.addEventListener('securitypolicyviolation', (event) => {
    if (typeof report === 'function') report(`${event.violatedDirective} ${event.blockedURI}`);
  });
}
