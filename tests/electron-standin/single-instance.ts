/** The lock of Electron's `requestSingleInstanceLock`: one running app per user-data folder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';

type Holder = { readonly pid: number; readonly socket: string };
export type SecondInstance = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
};

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && 'socket' in value;
}

function holderOf(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isHolder(holder)) return undefined;
    process.kill(holder.pid, 0);
    // The number may have gone to another program since; only ours keeps a folder of this name.
    readFileSync(`${holder.socket}.owner`);
    return holder;
  } catch {
    return undefined;
  }
}

let told: Promise<void> = Promise.resolve();
let held: (() => void) | null = null;

/** Lets another process be the first. Nothing happens where this one holds no lock. */
export function releaseLock(): void {
  held?.();
  held = null;
}

/** Resolves once the first app knows of this second one. */
export const firstInstanceTold = () => told;

/** True when this process is the first. Otherwise the first one is told of this start. */
export function requestLock(
  userData: string,
  start: SecondInstance,
  onSecondInstance: (second: SecondInstance) => void,
): boolean {
  mkdirSync(userData, { recursive: true });
  const file = join(userData, 'electron-standin.lock');
  const holder = holderOf(file);
  if (holder) {
    told = tell(holder, start);
    return false;
  }
  const socket = join(runFolder, 'instance');
  const server = createServer((connection) => {
    const chunks: Buffer[] = [];
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('end', () => onSecondInstance(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    connection.on('error', () => undefined);
  });
  server.listen(socket).unref();
  writeFileSync(`${socket}.owner`, '');
  writeFileSync(file, JSON.stringify({ pid: process.pid, socket }));
  const free = () => rmSync(file, { force: true });
  process.once('exit', free);
  held = () => {
    process.off('exit', free);
    free();
    rmSync(`${socket}.owner`, { force: true });
    server.close();
  };
  return true;
}

function tell({ socket }: Holder, second: SecondInstance): Promise<void> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => connection.end(JSON.stringify(second)));
    connection.on('close', () => resolve());
    connection.on('error', () => resolve());
  });
}
