import type { CopyForm, TokenName } from '#contract/tokens.ts';
import { assertNever } from '#contract/result.ts';
import { shellQuote } from '../commands/shell-quote.ts';

const variables = { access: 'ACCESS_TOKEN', id: 'ID_TOKEN', refresh: 'REFRESH_TOKEN' } as const;
const members = { access: 'AccessToken', id: 'IdToken', refresh: 'RefreshToken' } as const;

/** PowerShell takes typographic quotes for the plain one, too. */
const QUOTES_OF_POWERSHELL = /['\u2018-\u201B]/g;

/** The address that stands for the API in the curl command. */
const API = 'https://api.example.com/';

/** A token in the form that a tool takes. `secondsLeft` is for the JSON, which is shaped as AWS CLI v2 prints it. */
export function copyText(name: TokenName, token: string, form: CopyForm, secondsLeft: number | null): string {
  const header = `Authorization: Bearer ${token}`;
  switch (form) {
    case 'raw':
      return token;
    case 'header':
      return header;
    case 'curl':
      return `curl --header ${shellQuote(header)} ${shellQuote(API)}`;
    case 'bash':
      return `export ${variables[name]}=${shellQuote(token)}`;
    case 'powershell':
      return `$env:${variables[name]} = '${token.replaceAll(QUOTES_OF_POWERSHELL, '$&$&')}'`;
    case 'json': {
      const times =
        name === 'access' && secondsLeft !== null ? { ExpiresIn: secondsLeft, TokenType: 'Bearer' } : {};
      return `${JSON.stringify({ AuthenticationResult: { [members[name]]: token, ...times } }, null, 4)}\n`;
    }
    default:
      return assertNever(form);
  }
}
