/** A place where versions are published, as electron-updater reads it: a list, and the AppImage that it names. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

type Release = { readonly version: string; readonly file: string | Buffer; readonly notes?: string };

export type Releases = {
  readonly url: string;
  /** Publishes a version for Linux. `listed`: what the list says of the file, where that is not the truth. */
  readonly publish: (release: Release, listed?: { readonly sha512: string }) => void;
  /** From now on the list, or everything, is answered with this status. */
  readonly refuse: (status: number) => void;
  /** The second half of the file is sent once the returned function is called. */
  readonly holdFile: () => () => void;
  /** What was asked for, oldest first. */
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
};

export async function startReleases(): Promise<Releases> {
  const requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  let list: string | null = null;
  let file = Buffer.alloc(0);
  let status = 200;
  let held: Promise<void> | null = null;

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://releases');
    requests.push({ path: pathname, headers: request.headers });
    if (status !== 200) {
      response.writeHead(status).end();
    } else if (/^\/latest-linux(?:-arm64)?\.yml$/.test(pathname) && list !== null) {
      response.writeHead(200, { 'content-type': 'text/yaml' }).end(list);
    } else if (pathname.endsWith('.AppImage') && request.headers.range === undefined) {
      response.writeHead(200, { 'content-length': file.length });
      const half = Math.floor(file.length / 2);
      response.write(file.subarray(0, half));
      void (held ?? Promise.resolve()).then(() => response.end(file.subarray(half)));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish({ version, notes, file: content }, listed) {
      file = Buffer.from(content);
      const sha512 = listed?.sha512 ?? createHash('sha512').update(file).digest('base64');
      const name = `cognito-desk-${version}-linux-x86_64.AppImage`;
      // JSON is YAML.
      list = JSON.stringify({
        version,
        files: [{ url: name, sha512, size: file.length }],
        path: name,
        sha512,
        releaseDate: '2026-11-20T12:00:00.000Z',
        ...(notes !== undefined && { releaseNotes: notes }),
      });
    },
    refuse: (answer) => void (status = answer),
    holdFile() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    requests,
    reset() {
      requests.length = 0;
      list = null;
      status = 200;
      held = null;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
