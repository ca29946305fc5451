import type { FoundProfile } from '#contract/profiles.ts';
import { readAmplify } from './read-amplify.ts';
import { readCliCommand } from './read-cli-command.ts';
import { readIssuer } from './read-issuer.ts';

/** Each form that a pasted text can have, the most telling first. */
const readers = [
  ['cli-command', readCliCommand],
  ['amplify', readAmplify],
  ['issuer', readIssuer],
] as const;

/** The pool that a pasted text speaks of, or null. Nothing in the text is run or fetched. */
export function recognise(text: string): FoundProfile | null {
  for (const [kind, read] of readers) {
    const pool = read(text);
    if (pool) return { kind, ...pool };
  }
  return null;
}
