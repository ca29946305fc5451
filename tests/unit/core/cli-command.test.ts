import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandForms } from '#core/commands/cli-command.ts';
import type { CliCall } from '#core/commands/cli-command.ts';
import { anyCharacter } from '#tests/support/any-character.ts';
import { argumentsOf } from '#tests/support/cli.ts';

const signUp: CliCall = {
  command: 'sign-up',
  region: 'eu-west-1',
  endpoint: null,
  awsProfile: null,
  params: {
    ClientId: '4exampleclientid1234567890',
    Username: 'jane',
    Password: 'PASSWORD',
    UserAttributes: [
      { Name: 'email', Value: 'jane@example.com' },
      { Name: 'name', Value: 'Jane, "JD" Doe' },
    ],
  },
};

const signIn: CliCall = {
  ...signUp,
  command: 'initiate-auth',
  params: {
    ClientId: '4exampleclientid1234567890',
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'jane', PASSWORD: 'PASSWORD' },
  },
};

const lookUp: CliCall = {
  ...signUp,
  command: 'admin-get-user',
  awsProfile: 'work',
  params: { UserPoolId: 'eu-west-1_Ab12Cd34E', Username: 'jane' },
};

const withPassword = (Password: string): CliCall => ({ ...signUp, params: { ...signUp.params, Password } });

describe('the bash form', () => {
  it('is one command over several lines', () => {
    expect(commandForms(signUp, ['PASSWORD']).bash).toBe(
      [
        'aws cognito-idp sign-up \\',
        "  --region 'eu-west-1' \\",
        '  --no-sign-request \\',
        "  --client-id '4exampleclientid1234567890' \\",
        "  --username 'jane' \\",
        "  --password='PASSWORD' \\",
        `  --user-attributes '{"Name":"email","Value":"jane@example.com"}' \\`,
        `    '{"Name":"name","Value":"Jane, \\"JD\\" Doe"}'`,
      ].join('\n'),
    );
  });

  it('writes maps as JSON and prints the access token alone when asked', () => {
    expect(commandForms({ ...signIn, query: 'AuthenticationResult.AccessToken' }, ['PASSWORD']).bash).toBe(
      [
        'aws cognito-idp initiate-auth \\',
        "  --region 'eu-west-1' \\",
        '  --no-sign-request \\',
        '  --query AuthenticationResult.AccessToken \\',
        '  --output text \\',
        "  --client-id '4exampleclientid1234567890' \\",
        "  --auth-flow 'USER_PASSWORD_AUTH' \\",
        `  --auth-parameters '{"USERNAME":"jane","PASSWORD":"PASSWORD"}'`,
      ].join('\n'),
    );
  });

  it('signs with the AWS profile only where AWS wants a signature', () => {
    const endpoint = 'http://127.0.0.1:9229';
    expect(commandForms({ ...lookUp, endpoint }, []).bash).toBe(
      [
        'aws cognito-idp admin-get-user \\',
        "  --region 'eu-west-1' \\",
        "  --endpoint-url 'http://127.0.0.1:9229' \\",
        "  --profile 'work' \\",
        "  --user-pool-id 'eu-west-1_Ab12Cd34E' \\",
        "  --username 'jane'",
      ].join('\n'),
    );
    expect(commandForms({ ...signUp, awsProfile: 'work' }, []).bash).not.toContain('--profile');
  });

  it('leaves out parameters without a value', () => {
    const params = { ...lookUp.params, SecretHash: undefined };
    expect(commandForms({ ...lookUp, params }, [])).toEqual(commandForms(lookUp, []));
  });

  it.each(['file://x', 'fileb://x', 'https://x', '--', 'a\nb', '\t', '\u001b[2J', '\0', '\u202e', '\ud800'])(
    'carries the password %j, which no option can, as JSON of visible characters',
    (password) => {
      const { bash } = commandForms(withPassword(password), []);
      expect(bash).not.toContain('--password');
      expect(bash).toMatch(/ \\\n {2}--cli-input-json '\{"Password":"[ -~]+"\}'$/);
    },
  );
});

describe('the JSON form', () => {
  it('is a command of plain words and a file', () => {
    expect(commandForms(signUp, ['PASSWORD'])).toMatchObject({
      jsonCommand:
        'aws cognito-idp sign-up --region eu-west-1 --no-sign-request --cli-input-json file://sign-up.json',
      jsonFileName: 'sign-up.json',
      jsonFile: `${JSON.stringify(signUp.params, null, 2)}\n`,
      placeholders: ['PASSWORD'],
    });
  });

  it('is a file in ASCII, which Windows reads too', () => {
    const { jsonFile } = commandForms(withPassword('zoë🎉\u007f'), []);
    expect(jsonFile).toContain('"Password": "zo\\u00eb\\ud83c\\udf89\\u007f"');
    expect(JSON.parse(jsonFile)).toEqual(withPassword('zoë🎉\u007f').params);
  });

  it('asks for an AWS profile whose name the shells read differently', () => {
    const forms = commandForms({ ...lookUp, awsProfile: '50% "off"' }, []);
    expect(forms.bash).toContain(`--profile '50% "off"'`);
    expect(forms.jsonCommand).toContain('--profile PROFILE --cli-input-json');
    expect(forms.placeholders).toEqual(['PROFILE']);
  });
});

describe('any call at all', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '--',
      '-x',
      'file://x',
      'fileb://x',
      'http://x',
      '',
      '!!',
      "it's",
      '$(id)',
      '\ud800',
      'a\r\nb',
    ),
    fc.string({
      unit: fc.constantFrom("'", '"', '$', '`', '!', '\\', '\n', ',', '=', '{', '-', ' ', 'ë', '\u200d'),
    }),
    fc.string({ unit: anyCharacter }),
  );
  const call = fc.record({
    command: fc.constantFrom('sign-up', 'initiate-auth', 'admin-get-user'),
    region: text,
    endpoint: fc.option(text),
    awsProfile: fc.option(text),
    params: fc.record({
      ClientId: text,
      Username: text,
      Password: text,
      UserAttributes: fc.array(fc.record({ Name: text, Value: text }), { maxLength: 3 }),
      AuthParameters: fc.dictionary(text, text, { maxKeys: 3 }),
    }),
  });

  it('reaches aws with exactly its values, in bash and from the file', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), (calls) => {
        const forms = calls.map((each) => commandForms(each, []));
        const received = argumentsOf(
          'bash',
          forms.map(({ bash }) => bash),
        );
        expect(received.map(paramsOf)).toEqual(calls.map(({ params }) => wellFormed(params)));
        expect(forms.map(({ jsonFile }) => wellFormed(JSON.parse(jsonFile)))).toEqual(
          calls.map(({ params }) => wellFormed(params)),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is one command to bash in its JSON form, too', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), (calls) => {
        const typed = calls.map((each) => commandForms(each, []).jsonCommand);
        for (const words of argumentsOf('bash', typed)) expect(words.at(-2)).toBe('--cli-input-json');
      }),
      { numRuns: 30 },
    );
  });
});

/** Halves of characters cannot be compared as they are: every shell and pipe replaces them. */
const wellFormed = (value: unknown): string => JSON.stringify(value);

/** The request that AWS CLI makes from these arguments, by its own rules. */
function paramsOf(words: readonly string[]): string {
  const common = new Set(['region', 'endpoint-url', 'profile', 'query', 'output', 'no-sign-request']);
  expect(words.slice(0, 1)).toEqual(['cognito-idp']);
  const params: Record<string, unknown> = {};
  const rest = words.slice(2);
  while (rest.length > 0) {
    const [option = '', ...joined] = (rest.shift() ?? '').split('=');
    expect(option).toMatch(/^--[a-z-]+$/);
    const values = joined.length > 0 ? [joined.join('=')] : [];
    while (rest[0] !== undefined && !rest[0].startsWith('-')) values.push(rest.shift() ?? '');
    const name = option.slice(2);
    if (common.has(name)) continue;
    if (name === 'cli-input-json') {
      Object.assign(params, JSON.parse(values.join()));
      continue;
    }
    for (const value of values) expect(value).not.toMatch(/^(--$|fileb?:|https?:)/);
    params[apiName(name)] = apiValue(name, values);
  }
  const order = ['ClientId', 'Username', 'Password', 'UserAttributes', 'AuthParameters'];
  return wellFormed(Object.fromEntries(order.map((name) => [name, params[name]])));
}

const apiName = (option: string) =>
  option.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function apiValue(option: string, values: readonly string[]): unknown {
  const [first = ''] = values;
  if (option === 'auth-parameters') return JSON.parse(first);
  if (option !== 'user-attributes') return first;
  return first === '[]' ? [] : values.map((value): unknown => JSON.parse(value));
}
