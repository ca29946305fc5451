import { type ClientRequest as ClientRequestOfNode, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { ClientRequest, ClientRequestConstructorOptions } from 'electron';
import { createEvents } from './events.ts';
import { requireReady } from './lifecycle.ts';
import { knownOnly, strict } from './strict.ts';

type Wanted = ClientRequestConstructorOptions & { readonly headers?: Record<string, string> };

const underWay = new Set<ClientRequestOfNode>();

/** All of them, as `session.closeAllConnections` does. */
export function endRequests(): void {
  for (const sent of underWay) sent.destroy(new Error('net::ERR_NETWORK_CHANGED'));
}

/**
 * Requests of main. Sent by Node in place of Chromium's network, with the same events; the names of failures are
 * Chromium's where the app may meet them.
 */
function request(options: Wanted): ClientRequest {
  requireReady('net module can only be used after app is ready');
  knownOnly('net.request', options, [
    'method',
    'protocol',
    'hostname',
    'port',
    'path',
    'headers',
    'redirect',
    'session',
    'timeout',
  ]);
  const events = createEvents<ClientRequest>('ClientRequest', [
    'response',
    'redirect',
    'login',
    'error',
    'abort',
    'aborted',
    'socket',
    'close',
  ]);
  const { method = 'GET', protocol = 'https:', hostname, port, path, headers } = options;
  const send = protocol === 'http:' ? overHttp : overHttps;
  const sent = send({ method, protocol, hostname, port, path, headers });
  underWay.add(sent);
  sent.on('response', (response) => {
    const { statusCode = 0, headers: answered } = response;
    const { location } = answered;
    if (statusCode < 300 || statusCode > 399 || location === undefined) {
      events.emit('response', response);
      return;
    }
    if (options.redirect !== 'manual')
      throw new Error('electron-standin: net.request only leaves redirects to main');
    response.resume();
    events.emit(
      'redirect',
      statusCode,
      method,
      new URL(location, `${protocol}//${hostname}:${port}`).href,
      answered,
    );
  });
  sent.on('error', (error) => {
    if (!sent.destroyed || !aborted) events.emit('error', chromiumsError(error));
  });
  sent.on('close', () => {
    underWay.delete(sent);
    events.emit('close');
  });
  let aborted = false;
  const members = {
    ...events.methods,
    abort: () => {
      aborted = true;
      sent.destroy();
      events.emit('abort');
    },
    end: (data?: string | Buffer) => void sent.end(data),
  };
  return strict('ClientRequest', members) as unknown as ClientRequest;
}

function chromiumsError(error: Error): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return new Error('net::ERR_CONNECTION_REFUSED');
  if (code === 'ECONNRESET') return new Error('net::ERR_CONNECTION_RESET');
  return error.message.startsWith('net::') ? error : new Error('net::ERR_FAILED');
}

export const net = strict('net', { request });
