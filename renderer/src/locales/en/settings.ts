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
  version: 'Version',
  fromSources: (version: string) => `${version}, run from its sources`,
  builtWith: 'Built with',
  platform: 'System',
  platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as Readonly<Record<string, string>>,
  licence: 'Licence',
  licenceText: 'MIT. Free to use, change and share.',
  telemetryTitle: 'Privacy',
  telemetry:
    'No telemetry. The app sends nothing about you or your work to its makers; it talks only to AWS, with the profiles that you add.',
} as const;
