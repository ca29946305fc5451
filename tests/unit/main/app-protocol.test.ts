import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { Protocol } from 'electron';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileFor, registerScheme, serveRenderer } from '#main/app-protocol.ts';

const root = join(sep, 'app', 'renderer');
const inRoot = (...path: string[]) => join(root, ...path);

describe('the file of an address', () => {
  it.each([
    ['app://desk/index.html', inRoot('index.html')],
    ['app://desk/assets/index-Ab12.js', inRoot('assets', 'index-Ab12.js')],
    ['app://desk/assets/a%20b.css', inRoot('assets', 'a b.css')],
    ['app://desk/fonts/inter.woff2', inRoot('fonts', 'inter.woff2')],
    ['app://desk/icon.svg?v=1', inRoot('icon.svg')],
    ['app://desk/index.html#/profiles', inRoot('index.html')],
    ['app://desk/assets/../index.html', inRoot('index.html')],
    ['app://desk/a/%2e%2e/index.html', inRoot('index.html')],
    ['app://desk//index.html', inRoot('index.html')],
    ['app://desk/..a.html', inRoot('..a.html')],
  ])('%s is inside', (address, file) => {
    expect(fileFor(address, root)).toBe(file);
  });

  it.each([
    // Where `..` leads out, the rules of URLs hold it at the root: no file outside is ever named.
    ['app://desk/../../etc/page.html', inRoot('etc', 'page.html')],
    ['app://desk/%2e%2e/%2e%2e/secret.html', inRoot('secret.html')],
    ['app://desk/.%2e/.%2e/secret.html', inRoot('secret.html')],
  ])('%s stays inside', (address, file) => {
    expect(fileFor(address, root)).toBe(file);
  });

  it.each([
    'app://desk/..%2f..%2fsecret.html',
    'app://desk/%2e%2e%2f%2e%2e%2fsecret.html',
    'app://desk/a/..%2f..%2f..%2fsecret.html',
    'app://desk/..%2frenderer-other%2fpage.html',
    'app://desk/..%5c..%5csecret.html',
    'app://desk/..\\..\\secret.html',
    'app://desk/%5c%5cserver%5cshare%5cpage.html',
    'app://desk/index.html%00.png',
    'app://desk/%00/index.html',
    'app://desk/%',
    'app://desk/%ff.html',
    'app://desk/%c0%ae%c0%ae/secret.html',
    'app://desk/',
    'app://desk',
    'app://desk/assets',
    'app://desk/assets/',
    'app://desk/index',
    'app://desk/index.htm',
    'app://desk/main.cjs',
    'app://desk/data.json',
    'app://desk/index.js.map',
    'app://desk/.env',
    'app://desk/page.constructor',
    'app://desk/page.__proto__',
    'app://desk/index.html.',
    'app://desk/page.HTML',
    'app://other/index.html',
    'app://desk:80/index.html',
    'file:///app/renderer/index.html',
    'https://desk/index.html',
    'index.html',
    '',
  ])('%s is none', (address) => {
    expect(fileFor(address, root)).toBeNull();
  });

  it('is never outside, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '/',
      '//',
      '%2f',
      '\\',
      '%5c',
      '%00',
      '\0',
      'a',
      'index.html',
      '%25',
      '%252e',
      '?',
      '#',
      ':',
      '~',
    );
    const address = fc
      .tuple(
        fc.constantFrom('app://desk/', 'app://desk', 'app://', 'file:///', ''),
        fc.array(piece, { maxLength: 12 }),
      )
      .map(([start, pieces]) => `${start}${pieces.join('')}.html`);
    fc.assert(
      fc.property(fc.oneof(address, fc.string()), (text) => {
        const file = fileFor(text, root);
        if (file === null) return;
        expect(file.startsWith(root + sep)).toBe(true);
        expect(file.split(sep)).not.toContain('..');
        expect(file).not.toContain('\0');
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a folder with a separator at its end, too', () => {
    expect(fileFor('app://desk/index.html', root + sep)).toBe(inRoot('index.html'));
    expect(fileFor('app://desk/..%2fx.html', root + sep)).toBeNull();
  });
});

describe('the scheme', () => {
  it('is a secure origin of its own', () => {
    const registered: unknown[] = [];
    const protocol = { registerSchemesAsPrivileged: (schemes: unknown) => void registered.push(schemes) };
    registerScheme(protocol as unknown as Protocol);
    expect(registered).toEqual([
      [
        {
          scheme: 'app',
          privileges: { standard: true, secure: true, supportFetchAPI: true },
        },
      ],
    ]);
  });
});

describe('the served renderer', () => {
  let served: (request: { url: string; method: string }) => Promise<Response>;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cognito-desk-'));
    const renderer = join(folder, 'renderer');
    await mkdir(join(renderer, 'folder.html'), { recursive: true });
    await writeFile(join(renderer, 'index.html'), '<!doctype html>');
    await writeFile(join(renderer, 'index.js'), 'void 0;');
    await writeFile(join(renderer, 'secret.json'), 'Planted');
    await writeFile(join(folder, 'outside.html'), 'Planted');
    const protocol = { handle: (_scheme: string, handler: typeof served) => void (served = handler) };
    serveRenderer(protocol as unknown as Protocol, renderer);
    return () => rm(folder, { recursive: true });
  });

  const get = (url: string, method = 'GET') => served({ url, method });

  it.each([
    ['app://desk/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://desk/index.js', 'text/javascript; charset=utf-8', 'void 0;'],
  ])('gives %s with its type', async (url, type, body) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
  });

  it.each([
    ['what is not there', 'app://desk/missing.html', 'GET'],
    ['a folder', 'app://desk/folder.html', 'GET'],
    ['another type', 'app://desk/secret.json', 'GET'],
    ['what lies outside', 'app://desk/..%2foutside.html', 'GET'],
    ['another host', 'app://other/index.html', 'GET'],
    ['another method', 'app://desk/index.html', 'POST'],
    ['another method', 'app://desk/index.html', 'HEAD'],
  ])('refuses %s', async (_, url, method) => {
    const response = await get(url, method);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('Planted');
  });

  it.each(['app://desk/index.html', 'app://desk/index.js', 'app://desk/missing.html'])(
    'sends the policy with %s',
    async (url) => {
      const { headers } = await get(url);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );
});

describe('the policy', () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((line) => {
      const [name = '', ...values] = line.split(' ');
      return [name, values] as const;
    }),
  );

  it.each([
    ['default-src', ["'none'"]],
    ['script-src', ["'self'"]],
    ['connect-src', ["'none'"]],
    ['base-uri', ["'none'"]],
    ['form-action', ["'none'"]],
    ['frame-ancestors', ["'none'"]],
    ['require-trusted-types-for', ["'script'"]],
  ])('has %s %j', (name, values) => {
    expect(directives.get(name)).toEqual(values);
  });

  it('has nothing inline, evaluated or remote', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });
});
