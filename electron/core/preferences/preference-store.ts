import { preferences as schema, type Preferences } from '#contract/app.ts';
import { readTextFile, writeTextFile } from '../atomic-file.ts';
import { createSerial } from '../serial.ts';

const defaults: Preferences = {
  theme: 'system',
  clipboardSeconds: 60,
  lockAfterMinutes: 15,
  lookForUpdates: true,
};

type Changes = { readonly [Key in keyof Preferences]?: Preferences[Key] | undefined };

/** What the user prefers: nothing secret, so it is a plain JSON file. A damaged file counts as no file. */
export function createPreferenceStore(path: string, onChange: (preferences: Preferences) => void) {
  const serial = createSerial();
  let current: Preferences | null = null;

  async function load(): Promise<Preferences> {
    if (current) return current;
    const text = await readTextFile(path).catch(() => null);
    current = { ...defaults, ...parse(text) };
    onChange(current);
    return current;
  }

  return {
    get: () => serial(load),
    set: (changes: Changes) =>
      serial(async () => {
        current = { ...(await load()), ...definedOnly(changes) };
        onChange(current);
        // A full disk must not keep anyone from changing the theme for this run.
        await writeTextFile(path, `${JSON.stringify(current, null, 2)}\n`).catch(() => undefined);
        return current;
      }),
  };
}

function parse(text: string | null): Partial<Preferences> {
  try {
    const parsed = schema.partial().safeParse(JSON.parse(text ?? '{}'));
    return parsed.success ? definedOnly(parsed.data) : {};
  } catch {
    return {};
  }
}

const definedOnly = (changes: Changes) =>
  Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<Preferences>;
