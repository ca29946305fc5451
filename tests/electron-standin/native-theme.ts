import type { NativeTheme } from 'electron';
import { openHosts } from './browser-window.ts';
import { createEvents } from './events.ts';
import { options } from './options.ts';
import { strict } from './strict.ts';

const events = createEvents<NativeTheme>('nativeTheme', ['updated']);
let source: NativeTheme['themeSource'] = 'system';
let systemIsDark = options.systemTheme === 'dark';

/** What the desktop prefers, once Chromium knows. */
export const setSystemIsDark = (dark: boolean) => void (systemIsDark = dark);

/** What a page must be told, so that `prefers-color-scheme` says what main chose. */
export function pageColorScheme(): 'light' | 'dark' | null {
  if (source !== 'system') return source;
  return options.systemTheme === 'real' ? null : options.systemTheme;
}

export const nativeTheme = strict('nativeTheme', {
  ...events.methods,
  get themeSource() {
    return source;
  },
  set themeSource(chosen) {
    if (chosen === source) return;
    source = chosen;
    for (const host of openHosts()) {
      void host.page
        .then((page) => page.emulateMedia({ colorScheme: pageColorScheme() }))
        .catch(() => undefined);
    }
    events.emit('updated');
  },
  get shouldUseDarkColors() {
    return source === 'system' ? systemIsDark : source === 'dark';
  },
} satisfies Pick<
  NativeTheme,
  'on' | 'once' | 'off' | 'removeListener' | 'themeSource' | 'shouldUseDarkColors'
>);
