import { foundPool, type FoundPool } from './found-pool.ts';
import { shellWords } from './shell-words.ts';

/**
 * The pool that an AWS CLI command such as `aws cognito-idp admin-get-user --user-pool-id …` speaks to. Passwords,
 * tokens and usernames in it are ignored.
 */
export function readCliCommand(text: string): FoundPool | null {
  const words = shellWords(text.slice(text.search(/\baws(?:\.exe)?\s/)));
  if (!words.includes('cognito-idp')) return null;
  const json = jsonInput(option(words, '--cli-input-json'));
  return foundPool({
    region: option(words, '--region'),
    poolId: option(words, '--user-pool-id') ?? json['UserPoolId'],
    clientId: option(words, '--client-id') ?? json['ClientId'],
    endpoint: option(words, '--endpoint-url'),
    awsProfile: option(words, '--profile'),
  });
}

/** `--name value` or `--name=value`. */
function option(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  return word === name ? words[at + 1] : word.slice(name.length + 1);
}

function jsonInput(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text ?? '{}');
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    // `file://…`: the file is not ours to read.
    return {};
  }
}
