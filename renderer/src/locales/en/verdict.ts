import { assertNever } from '#contract/result.ts';
import type { TokenProblem, TokenReading, TokenVerdict } from '#contract/tokens.ts';

/** How the screen writes what is in a verdict. */
export type VerdictFormats = {
  /** `52 minutes left`. */
  readonly left: string;
  /** `5 minutes ago`. */
  readonly ago: (at: number) => string;
  readonly time: (at: number) => string;
  readonly shorten: (text: string) => string;
};

export type VerdictWords = {
  readonly tone: 'ok' | 'warn' | 'bad' | 'info';
  readonly title: string;
  readonly body?: string;
  readonly evidence: readonly string[];
};

export const verdictWords = {
  checking: 'Checking the signature…',
  again: 'Check again',
} as const;

const unchecked: Readonly<Record<NonNullable<TokenVerdict['unchecked']>, (host: string) => string>> = {
  offline: (host) =>
    `The keys of the pool could not be fetched from ${host}. Check the network, then check again.`,
  intercepted: (host) =>
    `A proxy or another page answered in place of ${host}, so its keys could not be fetched.`,
  'no-key-set': (host) =>
    `${host} knows no such pool, so it has no keys for it. Check the pool ID in the profile.`,
  'unusable-key-set': (host) => `What ${host} sent is no key set. It may be the sign-in page of a network.`,
  'no-pool': () =>
    'The profile names no pool, and the token names none of this region. Add the pool ID to the profile.',
  needless: () => '',
};

/** A verdict in one sentence, with what it rests on. */
export function verdictText(verdict: TokenVerdict, formats: VerdictFormats): VerdictWords {
  const { problems, profileName: pool, clientId } = verdict;
  const notes = notesOn(verdict, formats);
  const [first, ...others] = problems.map((problem) => problemText(problem, verdict, formats));
  const reason = verdict.unchecked === null ? '' : unchecked[verdict.unchecked](verdict.keysFrom ?? 'AWS');
  if (!first) {
    if (verdict.signature === 'right') {
      const title = `Genuine, from ${pool}, for ${formats.shorten(clientId)}, ${formats.left}`;
      return { tone: 'ok', title, evidence: notes };
    }
    const body = `${reason} Contents shown unverified.`;
    return { tone: 'warn', title: 'Could not check authenticity', body, evidence: notes };
  }
  const onlyEnded = problems.every(({ problem }) => problem === 'ended');
  return {
    tone: onlyEnded ? 'warn' : 'bad',
    title: first.title,
    body: first.body,
    evidence: [
      ...others.map(({ title, body }) => `${title}: ${body}`),
      ...(verdict.signature === 'right' ? [`The signature is right: it does come from ${pool}.`] : []),
      ...(verdict.signature === 'unchecked' && reason !== '' ? [`Authenticity not checked. ${reason}`] : []),
      ...notes,
    ],
  };
}

function problemText(
  problem: TokenProblem,
  { profileName: pool, clientId }: TokenVerdict,
  { ago, time, shorten }: VerdictFormats,
): { readonly title: string; readonly body: string } {
  switch (problem.problem) {
    case 'unsigned':
      return {
        title: 'This token is not signed',
        body: 'It says so itself (alg: none), so anybody can have written it. Trust nothing in it.',
      };
    case 'algorithm':
      return {
        title: 'This token is not signed the way Cognito signs',
        body: `Cognito uses RS256; this one says ${problem.algorithm ?? 'nothing'}.`,
      };
    case 'unknown-key':
      return {
        title: `This token was not signed by ${pool}`,
        body:
          problem.keyId === null
            ? 'It names no key at all.'
            : `The pool has no key ${shorten(problem.keyId)}. Another pool or another program made it.`,
      };
    case 'altered':
      return {
        title: 'This token was altered',
        body: `Its signature does not fit its content and the keys of ${pool}.`,
      };
    case 'issuer':
      return {
        title: `This token is not from ${pool}`,
        body:
          problem.issuer === null ? 'It names no issuer.' : `It says that it comes from ${problem.issuer}.`,
      };
    case 'client':
      return {
        title: 'This token is for another app client',
        body: `It is for ${problem.clientId === null ? 'none' : shorten(problem.clientId)}; the profile uses ${shorten(clientId)}.`,
      };
    case 'use':
      if (problem.use === 'access' || problem.use === 'id') {
        return {
          title: 'This is another token than it is taken for',
          body: `It calls itself an ${problem.use === 'id' ? 'ID' : 'access'} token.`,
        };
      }
      return {
        title: 'This is neither an access token nor an ID token of Cognito',
        body:
          problem.use === null
            ? 'It does not say what it is for (token_use).'
            : `It is for “${problem.use}”.`,
      };
    case 'ended':
      return {
        title: `Ended ${ago(problem.at)}`,
        body: `It was valid until ${time(problem.at)}. APIs refuse it.`,
      };
    case 'not-yet':
      return {
        title: 'This token is not valid yet',
        body: `It begins at ${time(problem.at)}. If it is fresh, a clock is wrong.`,
      };
    case 'no-end':
      return { title: 'This token has no end', body: 'Tokens of Cognito always have one.' };
    default:
      return assertNever(problem);
  }
}

function notesOn(
  { ownKeys, keysFrom, poolFromToken, poolId, clockAhead }: TokenVerdict,
  formats: VerdictFormats,
): string[] {
  const notes: string[] = [];
  if (poolFromToken && poolId !== null) {
    notes.push(`The profile names no pool. Held against ${poolId}, the one that the token names.`);
  }
  if (ownKeys && keysFrom !== null) {
    notes.push(
      `Checked with the keys of ${keysFrom}, the profile’s own endpoint: no proof that AWS made it.`,
    );
  }
  if (clockAhead !== null) {
    const minutes = Math.max(1, Math.round(Math.abs(clockAhead) / 60_000));
    const where = clockAhead > 0 ? 'ahead of' : 'behind';
    notes.push(
      `This computer’s clock is about ${formats.shorten(String(minutes))} ${minutes === 1 ? 'minute' : 'minutes'} ${where} AWS, so times are estimates. Set it to automatic.`,
    );
  }
  return notes;
}

type Unreadable = Extract<TokenReading, { kind: 'unreadable' }>['why'];

const unreadable: Readonly<Record<Unreadable, readonly [title: string, body: string]>> = {
  empty: ['There is nothing to read', 'Paste a token, with or without “Bearer” before it.'],
  'too-long': [
    'This is too long to be a token',
    'Nothing longer than 100,000 characters is read. Tokens of Cognito have some thousand.',
  ],
  binary: ['This is not text', 'It has characters that no token has. Perhaps a file was pasted.'],
  damaged: [
    'This token is damaged',
    'It looks like a token, but a part is missing or cannot be read. Copy it again, whole.',
  ],
  'no-token': [
    'This is not a readable token',
    'A token is one long word of three parts with dots between them.',
  ],
};

/** What is said in place of the content of a text that is no readable token. Null for one that is. */
export function readingText(reading: TokenReading): VerdictWords | null {
  switch (reading.kind) {
    case 'jwt':
      return null;
    case 'encrypted':
      return {
        tone: 'info',
        title: 'This token is encrypted',
        body: 'Cognito’s refresh tokens look like this. Nobody but Cognito can read them; that is normal.',
        evidence: [],
      };
    case 'opaque':
      return {
        tone: 'info',
        title: 'This is one long word, not a readable token',
        body: 'It may be a refresh token of another maker, or a code. Refresh tokens cannot be read; that is normal.',
        evidence: [],
      };
    case 'unreadable': {
      const [title, body] = unreadable[reading.why];
      return { tone: reading.why === 'empty' ? 'info' : 'bad', title, body, evidence: [] };
    }
    default:
      return assertNever(reading);
  }
}
