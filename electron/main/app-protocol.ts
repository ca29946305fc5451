import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { HOST, isOurs, SCHEME } from './origin.ts';

/** The file types that the renderer consists of. Everything else is refused. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Nothing inline, nothing remote, no network at all: pages talk to main over IPC only. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

const securityHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * The file inside `root` that an `app://` address means, or null when it means none: another host, a path that
 * leaves the folder, a file type that the renderer does not have.
 */
export function fileFor(address: string, root: string): string | null {
  if (!isOurs(address)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(root, path));
  const inside = file.startsWith(root.endsWith(sep) ? root : root + sep);
  return inside && Object.hasOwn(contentTypes, extname(file)) ? file : null;
}

/**
 * Before `ready`: makes `app://` a real origin. Without a cache of compiled code: that would lie in the user's folder, where
 * any program of the user can change it, and run in place of the files that were checked when they were installed.
 */
export function registerScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** After `ready`: serves the renderer's files, each with the policy. */
export function serveRenderer(protocol: Protocol, root: string): void {
  protocol.handle(SCHEME, async ({ url, method }) => {
    const file = method === 'GET' ? fileFor(url, root) : null;
    if (file === null) return refuse(404);
    try {
      const body = await readFile(file);
      return new Response(new Uint8Array(body), {
        headers: { ...securityHeaders, 'content-type': contentTypes[extname(file)] ?? '' },
      });
    } catch {
      return refuse(404);
    }
  });
}

const refuse = (status: number) =>
  new Response(`Not part of ${HOST}.`, {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain' },
  });
