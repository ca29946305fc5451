/**
 * What the installed app may be started with. Chromium and Node take hundreds of switches on the command line, among
 * them such that open the app to a debugger, switch its sandbox off, or send its requests elsewhere. The fuses of
 * electron-builder.yml close those of Node only.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Dialog } from 'electron';

/** Switches about the look, the language and the hardware, which people need and nobody can misuse. */
const harmless = [
  ...['lang', 'force-device-scale-factor', 'high-dpi-support', 'force-dark-mode', 'force-high-contrast'],
  ...['force-renderer-accessibility', 'force-color-profile', 'disable-gpu', 'disable-gpu-compositing'],
];
const harmlessOn: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    ...['ozone-platform', 'ozone-platform-hint', 'enable-wayland-ime', 'wayland-text-input-version'],
    ...['gtk-version', 'use-gl', 'disable-dev-shm-usage'],
    // Which keyring to ask; the app recognises one that protects nothing.
    'password-store',
  ],
  // The installer passes it when it opens the app after an update.
  win32: ['updated'],
};
/** The only features of Chromium that may be switched, all of them about windows on Wayland. */
const harmlessFeatures = ['UseOzonePlatform', 'WaylandWindowDecorations'];

/** Chromium passes them over before it looks what a word is. U+0085 is none for JavaScript. */
const blanks = /^[\s\u0085]+/;

/** How a switch begins for Chromium. It reads `/name` as one on Windows, too. */
const beginning = { win32: /^(?:--?|\/)(?=[a-z])/i, other: /^--?(?=[a-z])/i };

/**
 * The switches among the words of a start that the installed app does not allow, by name. Words after `--` are files or
 * links, whatever they look like.
 */
export function forbiddenSwitches(words: readonly string[], platform: NodeJS.Platform): string[] {
  const end = words.indexOf('--');
  const begins = platform === 'win32' ? beginning.win32 : beginning.other;
  const allowed = [...harmless, ...(harmlessOn[platform] ?? [])];
  return words.slice(0, end === -1 ? undefined : end).flatMap((given) => {
    const word = given.replace(blanks, '');
    if (!begins.test(word)) return [];
    const [name = '', value = ''] = word.replace(begins, '').split(/=(.*)/s);
    const lower = name.toLowerCase();
    // macOS numbered the processes that Finder starts.
    if (platform === 'darwin' && lower.startsWith('psn_')) return [];
    const isAllowed =
      allowed.includes(lower) ||
      (platform === 'linux' &&
        lower === 'enable-features' &&
        value.split(',').every((feature) => harmlessFeatures.includes(feature)));
    return isAllowed ? [] : [lower];
  });
}

/** Switches by which other programs can tell the app what to do from its first moment on. */
const debuggers = /^(?:remote-debugging|inspect|remote-allow)/;

/** What is said when the app does not start for its switches. */
export type Refusal = { readonly title: string; readonly text: string };

const title = 'Cognito Desk was not started';

/** Why a start with these switches is refused, and what to do. Null where there is nothing to refuse. */
export function refusalOf(forbidden: readonly string[]): Refusal | null {
  if (forbidden.length === 0) return null;
  if (forbidden.every((name) => name === 'no-sandbox')) {
    return {
      title,
      text:
        'It was to run without the sandbox that keeps its window away from your files. AppImages are started like ' +
        'that where the system does not let them use the sandbox, as on Ubuntu 24.04 and newer. Install the Debian ' +
        'package (.deb) of Cognito Desk instead. Where there is none for your system, your IT department can allow ' +
        '“unprivileged user namespaces”.',
    };
  }
  const names = [...new Set(forbidden)].map((name) => `--${name}`).join(', ');
  return {
    title,
    text:
      `It was to start with ${names}. Such a switch can open the app to other programs or turn its protection off, ` +
      'so it is not allowed. Open Cognito Desk by its icon. If you did that, and did not change the icon yourself, ' +
      'tell your IT department.',
  };
}

type Start = {
  readonly app: Pick<App, 'isPackaged' | 'getAppPath' | 'whenReady' | 'exit'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly platform: NodeJS.Platform;
  /** `process.argv`. */
  readonly words: readonly string[];
};

/**
 * Whether the app may start as it was started: false once the refusal is under way. From its sources it may always, and
 * so may a package that was built for tests, which are driven by such a switch.
 */
export function mayStart({ app, dialog, platform, words }: Start): boolean {
  if (!app.isPackaged) return true;
  const forbidden = forbiddenSwitches(words.slice(1), platform);
  const refusal = refusalOf(forbidden);
  if (refusal === null || isBuiltForTests(app.getAppPath())) return true;
  const refuse = () => {
    dialog.showErrorBox(refusal.title, refusal.text);
    app.exit(1);
  };
  // On Linux a box before `ready` is only a line in a terminal that nobody sees. Without a page nothing but a debugger can do
  // harm, so any other refusal can wait until it is seen.
  if (platform === 'linux' && !forbidden.some((name) => debuggers.test(name)))
    void app.whenReady().then(refuse);
  else refuse();
  return false;
}

/** electron-builder.test.yml writes it into the package.json of the archive, which cannot be changed afterwards. */
function isBuiltForTests(appPath: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'builtForTests' in manifest;
  } catch {
    return false;
  }
}
