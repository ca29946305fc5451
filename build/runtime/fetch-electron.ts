/** Fetches Electron's own binary, through a proxy where the environment names one. */
import { spawnSync } from 'node:child_process';
import { setGlobalProxyFromEnv } from 'node:http';
import { join } from 'node:path';
import { electronBinary, electronPackage } from './electron-binary.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/**
 * Variables that make Node, and what fetches Electron, use the proxy of the environment, which neither does by itself.
 * None where no proxy is named.
 */
export function proxySwitches(environment: Environment): Readonly<Record<string, string>> {
  const named = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => environment[name]);
  return named ? { NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' } : {};
}

/** Long enough to learn that a host answers, on a slow line too. */
const PROBE_TIMEOUT = 5_000;

/** Whether anything answers where Electron's binaries are. What fetches them tries for minutes to find that out. */
export async function electronReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const source = mirror ?? 'https://github.com/electron/electron/releases/';
  const withoutProxy = setGlobalProxyFromEnv();
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT) });
    return true;
  } catch {
    return false;
  } finally {
    withoutProxy();
  }
}

/** What came of fetching it: its path, or why there is none, as the end of a sentence. */
export type Fetched =
  | { readonly found: true; readonly program: string }
  | { readonly found: false; readonly why: string };

/** Electron's binary, fetched where it is missing. Without a limit of time: only the person knows how slow the line is. */
export async function fetchElectron(): Promise<Fetched> {
  const installed = electronBinary();
  if (installed !== undefined) return { found: true, program: installed };
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) {
    return { found: false, why: 'there is none in the folder that ELECTRON_OVERRIDE_DIST_PATH names' };
  }
  if (!(await electronReachable()))
    return { found: false, why: 'the host that it is fetched from does not answer' };
  console.log('Fetching Electron, once: about 120 MB.');
  // It says by itself how far it is, and what went wrong.
  const { status, signal, error } = spawnSync(process.execPath, [join(electronPackage, 'install.js')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...proxySwitches(process.env) },
  });
  const program = electronBinary();
  if (program !== undefined) return { found: true, program };
  const end = error?.message ?? signal ?? `code ${String(status)}`;
  return { found: false, why: `fetching it failed (${end}), for the reason above` };
}
