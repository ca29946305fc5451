/** The switches of the stand-in, all environment variables. README.md describes them for people. */
export const keyrings = ['strong', 'locked', 're-encrypt', 'unanswered'] as const;
/** Events that come while the app is still starting. */
export const earlyEvents = ['second-instance', 'activate', 'open-url'] as const;
export type EarlyEvent = (typeof earlyEvents)[number];
export type Keyring = (typeof keyrings)[number];

/** What a scripted dialog answers; each is used once, in order. */
export type DialogAnswer = {
  readonly response?: number;
  readonly checkboxChecked?: boolean;
  readonly filePath?: string;
  readonly filePaths?: readonly string[];
};

function oneOf<const Value extends string>(name: string, values: readonly Value[], fallback: Value): Value {
  const given = process.env[name] ?? fallback;
  const value = values.find((each) => each === given);
  if (value === undefined) throw new Error(`electron-standin: ${name} must be one of ${values.join(', ')}`);
  return value;
}

function dialogAnswers(): DialogAnswer[] {
  const answers: unknown = JSON.parse(process.env['ELECTRON_STANDIN_DIALOGS'] ?? '[]');
  if (!Array.isArray(answers))
    throw new Error('electron-standin: ELECTRON_STANDIN_DIALOGS must be a JSON array');
  return answers;
}

function earlyEventsGiven(): EarlyEvent[] {
  const given = (process.env['ELECTRON_STANDIN_AT_READY'] ?? '').split(',').filter(Boolean);
  return given.map((name) => {
    const event = earlyEvents.find((each) => each === name);
    if (event === undefined)
      throw new Error(`electron-standin: ELECTRON_STANDIN_AT_READY knows ${earlyEvents.join(', ')}`);
    return event;
  });
}

function workArea(): { readonly width: number; readonly height: number } {
  const [, width, height] =
    /^(\d+)x(\d+)$/.exec(process.env['ELECTRON_STANDIN_WORK_AREA'] ?? '1920x1080') ?? [];
  if (width === undefined || height === undefined)
    throw new Error('electron-standin: ELECTRON_STANDIN_WORK_AREA must be like 1366x728');
  return { width: Number(width), height: Number(height) };
}

export const options = {
  /** As an installed app: its folders have another name, and it says that it is packaged. */
  packaged: process.env['ELECTRON_STANDIN_PACKAGED'] === '1',
  readyToShow: oneOf('ELECTRON_STANDIN_READY_TO_SHOW', ['comes', 'never'], 'comes'),
  atReady: earlyEventsGiven(),
  systemLocale: process.env['ELECTRON_STANDIN_SYSTEM_LOCALE'] ?? 'en-US',
  workArea: workArea(),
  headless: process.env['ELECTRON_STANDIN_HEADLESS'] === '1',
  /** Version of the Chromium that the process that started this one shares with it. */
  sharedChromium: process.env['ELECTRON_STANDIN_SHARED_CHROMIUM'],
  keyring: oneOf('ELECTRON_STANDIN_KEYRING', keyrings, 'strong'),
  clipboard: oneOf('ELECTRON_STANDIN_CLIPBOARD', ['working', 'refused'], 'working'),
  systemTheme: oneOf('ELECTRON_STANDIN_SYSTEM_THEME', ['real', 'light', 'dark'], 'real'),
  preloadInFrames: process.env['ELECTRON_STANDIN_PRELOAD_IN_FRAMES'] === '1',
  dialogAnswers: dialogAnswers(),
};
