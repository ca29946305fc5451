/**
 * A call of the Cognito API as an AWS CLI v2 command. What the CLI does to a value on its way, and so why a value
 * takes one form or the other, was found by running version 2.9.19; `tests/integration/cli-twin.test.ts` repeats it.
 */
import type { CommandForms } from '#contract/commands.ts';
import { quoteForAnyShell, shellQuote } from './shell-quote.ts';

/**
 * One value of a request: text, yes or no, a map such as AuthParameters, a list of maps such as UserAttributes, or of
 * texts such as DesiredDeliveryMediums.
 */
export type CliValue = string | boolean | CliMap | readonly CliMap[] | readonly string[];
export type CliMap = { readonly [name: string]: CliValue | undefined };

/** One call as the API sees it. */
export type CliCall = {
  readonly command:
    | 'sign-up'
    | 'confirm-sign-up'
    | 'admin-confirm-sign-up'
    | 'resend-confirmation-code'
    | 'initiate-auth'
    | 'respond-to-auth-challenge'
    | 'admin-initiate-auth'
    | 'admin-respond-to-auth-challenge'
    | 'associate-software-token'
    | 'verify-software-token'
    | 'forgot-password'
    | 'confirm-forgot-password'
    | 'get-tokens-from-refresh-token'
    | 'revoke-token'
    | 'global-sign-out'
    | 'get-user'
    | 'admin-get-user'
    | 'list-users'
    | 'admin-create-user'
    | 'admin-reset-user-password'
    | 'admin-set-user-password'
    | 'admin-enable-user'
    | 'admin-disable-user'
    | 'admin-user-global-sign-out'
    | 'admin-update-user-attributes';
  readonly region: string;
  /** Only for an emulator or a private endpoint. */
  readonly endpoint: string | null;
  /** Used by the commands for administrators only: the others run unsigned. */
  readonly awsProfile: string | null;
  /** The request in API names, e.g. `{ ClientId, Username, UserAttributes: [{ Name, Value }] }`. */
  readonly params: CliMap;
  /** Prints only this part of the reply, as text. */
  readonly query?: 'AuthenticationResult.AccessToken';
};

/** Of those that run with AWS access. */
const isSigned = (command: CliCall['command']): boolean =>
  command.startsWith('admin-') || command === 'list-users';

/**
 * The command in both forms. `placeholders` are texts in `params` that the user replaces before the command runs.
 *
 * Any value is safe: the shell starts one `aws` with exactly these values. A region, endpoint or AWS profile that
 * a form cannot carry becomes a placeholder of its own (`REGION`, `ENDPOINT_URL`, `PROFILE`).
 * The bash form ends where the system's does: on Linux no single value may exceed 128 KiB. The file carries any size.
 */
export function commandForms(call: CliCall, placeholders: readonly string[]): CommandForms {
  const start = `aws cognito-idp ${call.command}`;
  const jsonFileName = `${call.command}.json`;
  const inBash = commonOptions(call, (name, value) => (fitsOption(value) ? bashOption(name, value) : null));
  const inAnyShell = commonOptions(call, (name, value) => {
    const word = quoteForAnyShell(value);
    return word === null ? null : `--${name} ${word}`;
  });
  return {
    bash: [start, ...inBash.options, ...paramOptions(call.params, placeholders)].join(' \\\n  '),
    jsonCommand: [start, ...inAnyShell.options, `--cli-input-json file://${jsonFileName}`].join(' '),
    jsonFileName,
    jsonFile: `${ascii(JSON.stringify(call.params, null, 2))}\n`,
    placeholders: [...new Set([...placeholders, ...inBash.placeholders, ...inAnyShell.placeholders])],
  };
}

type WriteOption = (name: string, value: string) => string | null;

/** The options that are no parameter of the request. `write` returns null for a value that it cannot write. */
function commonOptions({ command, region, endpoint, awsProfile, query }: CliCall, write: WriteOption) {
  const placeholders: string[] = [];
  const option = (name: string, value: string | null, placeholder: string): string[] => {
    if (value === null) return [];
    const written = write(name, value);
    if (written !== null) return [written];
    placeholders.push(placeholder);
    return [`--${name} ${placeholder}`];
  };
  const options = [
    ...option('region', region, 'REGION'),
    ...option('endpoint-url', endpoint, 'ENDPOINT_URL'),
    ...(isSigned(command) ? option('profile', awsProfile, 'PROFILE') : ['--no-sign-request']),
    ...(query === undefined ? [] : [`--query ${query}`, '--output text']),
  ];
  return { options, placeholders };
}

/** The request as options of a bash command; text that no option carries goes into one `--cli-input-json`. */
function paramOptions(params: CliMap, placeholders: readonly string[]): string[] {
  const options: string[] = [];
  const asJson: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const option = name.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase();
    if (typeof value === 'boolean') options.push(`--${value ? '' : 'no-'}${option}`);
    else if (typeof value !== 'string') options.push(`--${option} ${jsonWords(value)}`);
    else if (placeholders.includes(value)) options.push(openOption(option, value));
    else if (fitsOption(value) && !isLoaded(value)) options.push(bashOption(option, value));
    else asJson[name] = value;
  }
  if (Object.keys(asJson).length > 0) options.push(`--cli-input-json ${jsonWords(asJson)}`);
  return options;
}

/**
 * Whether `--option value` means this text: the CLI takes a bare `--` for the end of the options, and characters
 * without a shape of their own act on a terminal, reorder what is seen, or cannot travel in an argument at all.
 */
const fitsOption = (text: string): boolean =>
  text !== '--' && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);

/** As the value of a parameter the CLI would load these from a file (version 1 also from the web). */
const isLoaded = (text: string): boolean => /^(?:fileb?|https?):\/\//.test(text);

/** The CLI takes a value that starts with `-` only in the form with `=`. */
const bashOption = (name: string, value: string): string =>
  value.startsWith('-') ? openOption(name, value) : `--${name} ${shellQuote(value)}`;

/** The form that takes any first character, also that of a value which somebody types over a placeholder. */
const openOption = (name: string, value: string): string => `--${name}=${shellQuote(value)}`;

/**
 * JSON instead of the CLI's shorthand, which splits values at commas and takes quotes away. The maps of a list are
 * words of their own: readable, and a long list stays below the size that one argument may have. Texts are not: the
 * CLI would take each for what it is, quotes and all.
 */
function jsonWords(value: CliMap | readonly CliMap[] | readonly string[]): string {
  const words = isMaps(value) ? value : [value];
  return words.map((word) => shellQuote(visible(JSON.stringify(word)))).join(' \\\n    ');
}

const isMaps = (value: CliValue): value is readonly CliMap[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'object');

/** JSON text without characters that act on a terminal or cannot be seen. */
const visible = (json: string): string => json.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);

/** JSON text in ASCII: on Windows the CLI does not read files as UTF-8. */
const ascii = (json: string): string => json.replaceAll(/[\u007f-\uffff]+/g, escaped);

const escaped = (text: string): string =>
  text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
