/** A walk through the four operations in the built app, told in the terminal, with a picture of each. */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errors, type Page } from '@playwright/test';
import type { Emulator } from './emulator.ts';
import { root, type Choice } from './runtime.ts';
import { showApp } from './tour/show.ts';
import { steps, type Pace, type Visitor } from './tour/steps.ts';

const size = { width: 1280, height: 800 };
const paces: Readonly<Record<'seen' | 'unseen', Pace>> = {
  seen: { typing: 40, reading: 2500 },
  unseen: { typing: 0, reading: 0 },
};

export type Tour = {
  /** What the app is shown on. Without a display nobody sees it, and nothing waits. */
  readonly choice: Choice;
  readonly env: Readonly<Record<string, string>>;
  /** The practice pool, whose codes are typed as a person would from a mail. */
  readonly emulator: Pick<Emulator, 'onCode'>;
  readonly pictures?: string;
  readonly print?: (line: string) => void;
  readonly signal: AbortSignal;
  /** Milliseconds that any one thing, on screen or from the pool, may take to come. */
  readonly patience?: number;
};

/**
 * Takes all steps. Gives the exit code: 0 only where each of them brought what it should. Rejects where the signal ends
 * it.
 */
export async function takeTour({
  choice,
  env,
  emulator,
  pictures = join(root, '.tmp', 'demo'),
  print = console.log,
  signal,
  patience = 15_000,
}: Tour): Promise<number> {
  signal.throwIfAborted();
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const isSeen = choice.on !== 'no-display';
  const app = await showApp(choice, size, env);
  // The same end as at the bottom, only earlier. If it fails it fails there, too, and is told.
  const stop = () => void app.stop().catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const visitor: Visitor = {
      page: app.page,
      pace: paces[isSeen ? 'seen' : 'unseen'],
      codeFor: codesOf(emulator, patience),
    };
    app.page.setDefaultTimeout(patience);
    if (!(await takeSteps(visitor, { pictures, print, signal }))) return 1;
    if (isSeen) {
      print('That was the tour. Go on by yourself; closing the window ends the demo.');
      await app.release();
      await app.ended;
    } else {
      print('That was the tour. On a computer with a display, npm run demo opens the same window for you.');
    }
    return 0;
  } finally {
    signal.removeEventListener('abort', stop);
    await app.stop();
  }
}

/** Ends with the first step that brought something else than it should. Gives whether there was none. */
async function takeSteps(
  visitor: Visitor,
  { pictures, print, signal }: Required<Pick<Tour, 'pictures' | 'print' | 'signal'>>,
): Promise<boolean> {
  const { page, pace } = visitor;
  for (const [index, step] of steps.entries()) {
    const number = String(index + 1);
    const picture = join(pictures, `${number}-${step.picture}.png`);
    const outcome = await step.take(visitor).then(
      (said) => ({ worked: true, text: `“${said}”` }),
      async (error: unknown) => ({
        worked: false,
        text: `did not work: ${reasonOf(error)}. The window says: ${await wordsOnScreen(page)}`,
      }),
    );
    signal.throwIfAborted();
    const isKept = await keepPicture(page, picture);
    print(`${number}. ${step.name} (${step.command})`);
    print(`   ${outcome.text}`);
    print(`   picture: ${isKept ? relative(root, picture) : 'none, since the window cannot be seen'}`);
    if (!outcome.worked || !isKept) return false;
    if (pace.reading > 0) await pause(pace.reading, undefined, { signal });
  }
  return true;
}

/** From the top of the screen. Gives whether it could be taken. */
const keepPicture = (page: Page, path: string): Promise<boolean> =>
  page
    .getByRole('main')
    .evaluate((main) => {
      main.scrollTo(0, 0);
    })
    .then(() => page.screenshot({ path, animations: 'disabled', scale: 'css' }))
    .then(
      () => true,
      () => false,
    );

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.TimeoutError) return 'what should come did not come in time';
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
};

/** What a person would read out: the headings and the messages. */
async function wordsOnScreen(page: Page): Promise<string> {
  const texts = await page
    .locator('main h1, main h2, main [role=alert]')
    .allInnerTexts()
    .catch(() => []);
  return texts.length === 0 ? 'nothing' : texts.map((text) => text.replaceAll(/\s+/g, ' ')).join(' / ');
}

/** Keeps the codes that the pool sends, for whoever waits for one. */
function codesOf({ onCode }: Pick<Emulator, 'onCode'>, patience: number): Visitor['codeFor'] {
  const sent = new Map<string, string>();
  const waiting = new Map<string, (code: string) => void>();
  onCode(({ destination, code }) => {
    sent.set(destination, code);
    waiting.get(destination)?.(code);
  });
  return async (address) => {
    const code = sent.get(address);
    if (code !== undefined) return code;
    const coming = new Promise<string>((resolve) => void waiting.set(address, resolve));
    const late = pause(patience, null, { ref: false });
    const came = await Promise.race([coming, late]);
    if (came === null) throw new Error(`no code came for ${address}`);
    return came;
  };
}
