import { describe, expect, it } from 'vitest';
import { uncheckedReasons, type TokenProblem, type TokenVerdict } from '#contract/tokens.ts';
import { verdictText } from '../../../renderer/src/locales/en/verdict.ts';

const genuine: TokenVerdict = {
  signature: 'right',
  unchecked: null,
  problems: [],
  profileName: 'Staging',
  poolId: 'eu-west-1_A',
  poolFromToken: false,
  clientId: 'client',
  keysFrom: 'cognito-idp.eu-west-1.amazonaws.com',
  ownKeys: false,
  endsAt: 1,
  clockAhead: null,
};

const words = (changes: Partial<TokenVerdict>) =>
  verdictText(
    { ...genuine, ...changes },
    { left: '52 minutes left', ago: () => '5 minutes ago', time: () => '10:00', shorten: (text) => text },
  );

const problems: readonly (readonly [TokenProblem, string])[] = [
  [{ problem: 'unsigned' }, 'This token is not signed'],
  [{ problem: 'algorithm', algorithm: 'HS256' }, 'This token is not signed the way Cognito signs'],
  [{ problem: 'unknown-key', keyId: 'k' }, 'This token was not signed by Staging'],
  [{ problem: 'unknown-key', keyId: null }, 'This token was not signed by Staging'],
  [{ problem: 'altered' }, 'This token was altered'],
  [{ problem: 'issuer', issuer: 'https://x' }, 'This token is not from Staging'],
  [{ problem: 'client', clientId: 'other' }, 'This token is for another app client'],
  [{ problem: 'use', use: null }, 'This is neither an access token nor an ID token of Cognito'],
  [{ problem: 'use', use: 'id' }, 'This is another token than it is taken for'],
  [{ problem: 'ended', at: 1 }, 'Ended 5 minutes ago'],
  [{ problem: 'not-yet', at: 1 }, 'This token is not valid yet'],
  [{ problem: 'no-end' }, 'This token has no end'],
];

describe('the words of a verdict', () => {
  it('are one sentence for a genuine token', () => {
    expect(words({})).toEqual({
      tone: 'ok',
      title: 'Genuine, from Staging, for client, 52 minutes left',
      evidence: [],
    });
  });

  it.each(problems)('name what is wrong: %j', (problem, title) => {
    const said = words({ problems: [problem] });
    expect(said).toMatchObject({ title, tone: problem.problem === 'ended' ? 'warn' : 'bad' });
    expect(JSON.stringify(said)).not.toMatch(/genuine|null|undefined/i);
  });

  it.each(uncheckedReasons)('never take what was not checked (%s) for genuine', (unchecked) => {
    const said = words({ signature: 'unchecked', unchecked });
    expect(said).toMatchObject({ tone: 'warn', title: 'Could not check authenticity' });
    expect(said.body).toContain('Contents shown unverified.');
  });

  it('tell everything that is wrong, the worst first', () => {
    const said = words({ problems: problems.map(([problem]) => problem) });
    expect(said.title).toBe('This token is not signed');
    for (const [, title] of problems.slice(1)) expect(said.evidence.join('\n')).toContain(title);
  });

  it('say what they rest on where that is not AWS, and that a clock is wrong', () => {
    const notes = words({ ownKeys: true, poolFromToken: true, clockAhead: -12 * 60_000 }).evidence;
    expect(notes).toHaveLength(3);
    expect(notes.join('\n')).toContain('about 12 minutes behind AWS');
  });
});
