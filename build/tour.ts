/** A walk through the four operations in the built app, told in the terminal, with a picture of each. */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator } from './emulator.ts';
import { root, type Choice } from './runtime.ts';
import { type ShownApp, showApp } from './tour/show.ts';
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

/** Takes all steps. Gives the exit code: 0 only where each of them brought what it should. */
export async function takeTour({
  choice,
  env,
  emulator,
  pictures = join(root, '.tmp', 'demo'),
  print = console.log,
  signal,
  patience = 15_000,
}: Tour): Promise<number> {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const isSeen = choice.on !== 'no-display';
  const app = await showApp(choice, env);
  const stop = () => void app.stop();
  signal.addEventListener('abort', stop);
  try {
    const visitor: Visitor = {
      page: app.page,
      pace: paces[isSeen ? 'seen' : 'unseen'],
      codeFor: codesOf(emulator, patience),
    };
    app.page.setDefaultTimeout(patience);
    const code = await takeSteps(app, visitor, { pictures, print });
    if (code === 0) {
      print(
        isSeen
          ? 'That was the tour. Go on by yourself; closing the window ends the demo.'
          : 'That was the tour. On a computer with a display, npm run demo opens the same window for you.',
      );
      if (isSeen) await app.ended;
    }
    return code;
  } catch (error) {
    if (signal.aborted) return 0;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await app.stop();
  }
}

async function takeSteps(
  { page }: ShownApp,
  visitor: Visitor,
  { pictures, print }: { readonly pictures: string; readonly print: (line: string) => void },
): Promise<number> {
  await page.setViewportSize(size);
  for (const [index, { name, command, take }] of steps.entries()) {
    const number = String(index + 1);
    const picture = join(pictures, `${number}-${name.toLowerCase().replaceAll(' ', '-')}.png`);
    let failure: unknown;
    const result = await take(visitor).catch((error: unknown) => {
      failure = error;
      return null;
    });
    await page.locator('main').evaluate((main) => {
      main.scrollTo(0, 0);
    });
    await page.screenshot({ path: picture, animations: 'disabled' }).catch(() => undefined);
    print(`${number}. ${name} (${command})`);
    if (result === null) {
      print(`   did not work: ${reasonOf(failure)}`);
      print(`   The window says: ${await wordsOnScreen(page)}`);
    } else print(`   “${result}”`);
    print(`   picture: ${relative(root, picture)}`);
    if (result === null) return 1;
    if (visitor.pace.reading > 0) await pause(visitor.pace.reading);
  }
  return 0;
}

const reasonOf = (failure: unknown): string =>
  failure instanceof Error ? (failure.message.split('\n')[0] ?? '') : String(failure);

/** What a person would read out: the headings and the messages. */
async function wordsOnScreen(page: ShownApp['page']): Promise<string> {
  const texts = await page
    .locator('main h1, main h2, [role=alert]')
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
