import { preloadWorld } from './page-script.ts';
import type { Page } from './page.ts';

/** Tells of what a person does in a page, as Electron does from outside of it: by the type of the event, nothing else. */
export async function watchInput(page: Page, tell: (type: string) => void): Promise<void> {
  await page.addBinding('__electronStandinInput', preloadWorld, tell);
  await page.addScript(`(${reportInput.toString()})()`, preloadWorld);
}

/** Runs where the page cannot see it, before the page hears of the event. What a script of the page made does not count. */
function reportInput(): void {
  const report: unknown = Reflect.get(window, '__electronStandinInput');
  Reflect.deleteProperty(window, '__electronStandinInput');
  const types = {
    keydown: 'rawKeyDown',
    mousedown: 'mouseDown',
    mousemove: 'mouseMove',
    wheel: 'mouseWheel',
  };
  for (const [name, type] of Object.entries(types)) {
    const listen = (event: Event) => {
      if (event.isTrusted && typeof report === 'function') report(type);
    };
    window.addEventListener(name, listen, { capture: true, passive: true });
  }
}
