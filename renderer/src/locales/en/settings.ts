import type { Preferences, Theme } from '#contract/app.ts';

/** Words of the settings. */
export const settings = {
  title: 'Settings',
  subtitle: 'Changes apply at once',
  appearance: 'Appearance',
  theme: 'Colours',
  themeHint: 'Light or dark, or as the system has it',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Readonly<Record<Theme, string>>,
  privacy: 'Copied secrets',
  clipboard: 'Clear the clipboard after',
  clipboardHint: 'For tokens and other secrets. Anything copied later is left alone.',
  clipboardSeconds: [
    { seconds: 30, label: '30 seconds' },
    { seconds: 60, label: '1 minute' },
    { seconds: 180, label: '3 minutes' },
    { seconds: 0, label: 'Never' },
  ] satisfies readonly { seconds: Preferences['clipboardSeconds']; label: string }[],
  about: 'About',
  versions: 'Versions',
  copyVersions: 'Copy versions',
  version: 'Version',
  fromSources: (version: string) => `${version}, run from its sources`,
  builtWith: 'Built with',
  platform: 'System',
  platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as Readonly<Record<string, string>>,
  licence: 'Licence',
  licenceText: 'MIT. Free to use, change and share.',
  licences: 'Licences of what is inside',
  telemetryTitle: 'Privacy',
  telemetry:
    'No telemetry. The app sends nothing about you or your work to its makers; it talks to AWS, with the profiles that you add, and asks the page of its releases whether there is a new version, which you can switch off.',
} as const;

/** The section about faults of the app itself. */
export const problemWords = {
  title: 'Problems',
  about:
    'When something goes wrong in the app itself, it notes when, the kind of error and its place in the program, in a file on this computer. Never what you typed, and nothing is sent.',
  none: 'Nothing was noted so far.',
  show: 'What was noted',
  what: 'Notes about problems',
  copy: 'Copy for whoever helps you',
  open: 'Open the file',
  clear: 'Clear',
  cleared: 'The notes are cleared.',
} as const;
