import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

/** What the stub received. */
export type StubRequest = {
  /** e.g. `AdminGetUser`; for a request that is no API call its method and path, e.g. `GET /health`. */
  readonly operation: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body; `undefined` when there is none or when it is no JSON. */
  readonly body: unknown;
  /** Settles when the answer is out or the connection is gone, whichever comes first. */
  readonly closed: Promise<void>;
};

/** A reply of the API in wire form: dates are seconds since 1970. */
export type StubReply = Readonly<Record<string, unknown>>;

/** An AWS error. The status is 400 unless told; AWS uses 500 for `InternalErrorException`. */
export type StubError = { readonly error: string; readonly message: string; readonly status?: number };

/** Bytes that no API would send, such as the page of a proxy. */
export type StubPage = { readonly page: string; readonly status: number; readonly contentType?: string };

/** An answer under the `Date` header of a clock that is `clockShift` milliseconds ahead. */
export type StubShifted = { readonly clockShift: number; readonly answer: StubReply | StubError };

type SettledAnswer = StubReply | StubError | StubPage | StubShifted | typeof HANG | typeof DROP;

/**
 * What the stub answers. A function answers from the request; it may wait for a promise of the test first,
 * which makes a late answer late by exactly as much as the test wants.
 */
export type StubAnswer = SettledAnswer | ((request: StubRequest) => StubAnswer | Promise<StubAnswer>);

export type AwsStub = {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Everything received since the start or the last `reset`, oldest first. */
  readonly requests: readonly StubRequest[];
  /** Scripts an operation: one answer per request, the last one for ever. Replaces an earlier script. */
  on(operation: string, ...answers: readonly [...StubAnswer[], StubAnswer]): void;
  /** How many connections are open, idle ones included. */
  connections(): Promise<number>;
  /** Forgets scripts and requests, and ends what still hangs. */
  reset(): void;
  stop(): Promise<void>;
};

/** Never answers: the request hangs until its client gives up, or until `reset` or `stop`. */
export const HANG = Symbol('hang');

/** Resets the connection instead of answering. */
export const DROP = Symbol('drop');

/** A burst of throttled answers, to be spread in front of the answer that follows it. */
export function throttled(times: number): StubError[] {
  return Array.from({ length: times }, () => ({
    error: 'TooManyRequestsException',
    message: 'Rate exceeded',
  }));
}

/** An HTML page in place of an answer, as proxies and the sign-in pages of networks send it. */
export function htmlPage(status: number): StubPage {
  return { page: '<!doctype html><title>Network sign-in</title>', status, contentType: 'text/html' };
}

/** The answer of a server whose clock is `milliseconds` ahead of this computer's (negative: behind). */
export function shifted(milliseconds: number, answer: StubReply | StubError): StubShifted {
  return { clockShift: milliseconds, answer };
}

/**
 * Starts a scripted Cognito on a free port of 127.0.0.1, in the wire form that AWS SDK v3 and the AWS CLI take for
 * AWS: POST, `x-amz-target`, JSON, `x-amzn-requestid`. An operation without a script, or with a function that throws,
 * gets a 500 that says so.
 */
export async function startAwsStub(): Promise<AwsStub> {
  const scripts = new Map<string, StubAnswer[]>();
  const requests: StubRequest[] = [];
  const unanswered = new Set<ServerResponse>();

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      send(response, { error: 'StubFailed', message: String(error), status: 500 });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub has no port.');

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    const request = await receive(incoming, response);
    requests.push(request);
    const settled = await settle(nextAnswer(request.operation), request);
    if (settled === DROP) incoming.socket.resetAndDestroy();
    else if (settled !== HANG) send(response, settled);
  }

  function nextAnswer(operation: string): StubAnswer {
    const script = scripts.get(operation) ?? [];
    const next = script.length > 1 ? script.shift() : script[0];
    return (
      next ?? { error: 'StubNotScripted', message: `No answer is scripted for ${operation}.`, status: 500 }
    );
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    on(operation, ...answers) {
      scripts.set(operation, [...answers]);
    },
    connections: () => connectionsOf(server),
    reset() {
      scripts.clear();
      requests.length = 0;
      // Not every connection: a client keeps idle ones for its next request.
      for (const response of unanswered) if (!response.writableEnded) response.destroy();
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** How many connections a server has open. */
export const connectionsOf = (server: Server): Promise<number> =>
  promisify(server.getConnections.bind(server))();

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<StubRequest> {
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const target = incoming.headers['x-amz-target'];
  return {
    operation:
      typeof target === 'string' ? target.replace(/^.*\./, '') : `${incoming.method} ${incoming.url}`,
    headers: incoming.headers,
    body: parsed(await text(incoming)),
    closed,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function settle(answer: StubAnswer, request: StubRequest): Promise<SettledAnswer> {
  return typeof answer === 'function' ? settle(await answer(request), request) : answer;
}

function send(response: ServerResponse, answer: Exclude<SettledAnswer, symbol>): void {
  if (isPage(answer)) {
    response
      .writeHead(answer.status, { 'content-type': answer.contentType ?? 'text/plain' })
      .end(answer.page);
    return;
  }
  if (isShifted(answer)) {
    response.setHeader('date', new Date(Date.now() + answer.clockShift).toUTCString());
    send(response, answer.answer);
    return;
  }
  const body = JSON.stringify(isError(answer) ? { __type: answer.error, message: answer.message } : answer);
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.setHeader('x-amzn-requestid', randomUUID());
  if (isError(answer)) response.setHeader('x-amzn-errortype', `${answer.error}:`);
  response.writeHead(isError(answer) ? (answer.status ?? 400) : 200).end(body);
}

// Members of the API start with a capital letter, so these names cannot be a reply's.
const isPage = (answer: object): answer is StubPage => 'page' in answer;
const isShifted = (answer: object): answer is StubShifted => 'clockShift' in answer;
const isError = (answer: object): answer is StubError => 'error' in answer;
