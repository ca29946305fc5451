import type { NativeTheme } from 'electron';
import { preferColorScheme } from './pages.ts';
import { createEvents } from './events.ts';
import { options } from './options.ts';
import type { ColorScheme } from './page.ts';
import { strict } from './strict.ts';

const events = createEvents<NativeTheme>('nativeTheme', ['updated']);
let source: NativeTheme['themeSource'] = 'system';
let systemIsDark = options.systemTheme === 'dark';

/** What the desktop prefers, once Chromium knows. */
export const setSystemIsDark = (dark: boolean) => void (systemIsDark = dark);

/** What a page must be told, so that `prefers-color-scheme` says what main chose. */
function pageColorScheme(): ColorScheme {
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
    preferColorScheme(pageColorScheme()).catch(() => undefined);
    events.emit('updated');
  },
  get shouldUseDarkColors() {
    return source === 'system' ? systemIsDark : source === 'dark';
  },
} satisfies Pick<
  NativeTheme,
  'on' | 'once' | 'off' | 'removeListener' | 'themeSource' | 'shouldUseDarkColors'
>);
