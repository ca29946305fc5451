import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  accessKeyId,
  attribute,
  attributeName,
  attributes,
  awsProfileName,
  birthdate,
  clientId,
  clientSecret,
  code,
  displayName,
  emailAddress,
  endpoint,
  fieldProblems,
  localId,
  password,
  phoneNumber,
  poolId,
  region,
  regionOfPoolId,
  secretAccessKey,
  sessionToken,
  username,
  type FieldProblem,
} from '#contract/fields.ts';
import { hostOf } from '#core/network/destination.ts';
import { anyCharacter } from '#tests/support/any-character.ts';

const problemOf = (schema: z.ZodType, value: unknown): string | null =>
  schema.safeParse(value).error?.issues[0]?.message ?? null;

const problemsOf = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(
    ({ path, message }) => `${path.map(String).join('.')} ${message}`,
  );

/** Every field that is one text, with values it takes and values it refuses. */
const fields: readonly {
  readonly name: string;
  readonly schema: z.ZodType<string>;
  readonly longest: number;
  readonly takes: readonly string[];
  readonly refuses: readonly (readonly [value: string, problem: FieldProblem])[];
}[] = [
  {
    name: 'displayName',
    schema: displayName,
    longest: 80,
    takes: ['Staging', 'Équipe 3 · eu-west-1', '日本語', 'x'.repeat(80)],
    refuses: [
      ['', 'required'],
      ['x'.repeat(81), 'too-long'],
      ['two\nlines', 'line-break'],
      ['two\r\nlines', 'line-break'],
      ['two\n', 'line-break'],
    ],
  },
  {
    name: 'localId',
    schema: localId,
    longest: 64,
    takes: ['0f4b8a5e-7d2f-4a4b-9a59-0d4f64f0c9b1', 'a', 'A_b-9'],
    refuses: [
      ['', 'form'],
      ['x'.repeat(65), 'form'],
      ['../profiles', 'form'],
      ['a b', 'form'],
      ['a\n', 'form'],
      ['a\0', 'form'],
    ],
  },
  {
    name: 'poolId',
    schema: poolId,
    longest: 55,
    takes: ['eu-west-1_Ab12Cd34E', 'us-gov-west-1_000000000', 'local_abc', 'a_b_c9'],
    refuses: [
      ['', 'required'],
      ['eu-west-1', 'pool-id-form'],
      ['eu-west-1_', 'pool-id-form'],
      ['_Ab12Cd34E', 'pool-id-form'],
      ['eu-west-1-Ab12Cd34E', 'pool-id-form'],
      ['eu west-1_Ab12Cd34E', 'pool-id-form'],
      ['eu-west-1_Ab12Cd34E ', 'pool-id-form'],
      ['eu-west-1_Ab12Cd34E\n', 'pool-id-form'],
      ['eu-west-1_Ab12-Cd34', 'pool-id-form'],
      ['arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_A', 'pool-id-form'],
      [`eu-west-1_${'a'.repeat(46)}`, 'too-long'],
    ],
  },
  {
    name: 'clientId',
    schema: clientId,
    longest: 128,
    takes: ['4exampleclientid1234567890', 'A+b_9', 'x'],
    refuses: [
      ['', 'required'],
      ['has space', 'client-id-form'],
      ['has-dash', 'client-id-form'],
      ['ends\n', 'client-id-form'],
      ['é', 'client-id-form'],
      ['x'.repeat(129), 'too-long'],
    ],
  },
  {
    name: 'clientSecret',
    schema: clientSecret,
    longest: 64,
    takes: ['x'.repeat(24), 'examplesecret0123456789abcdefghijklmnopqrstuvwxyz01', 'A+_9'.repeat(16)],
    refuses: [
      ['', 'client-secret-form'],
      ['x'.repeat(23), 'client-secret-form'],
      ['x'.repeat(65), 'client-secret-form'],
      [`${'x'.repeat(24)} `, 'client-secret-form'],
      [`${'x'.repeat(24)}\n`, 'client-secret-form'],
    ],
  },
  {
    name: 'region',
    schema: region,
    longest: 32,
    takes: ['eu-west-1', 'ap-southeast-7', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1', 'local'],
    refuses: [
      ['', 'required'],
      ['EU-WEST-1', 'region-form'],
      ['eu-west', 'region-form'],
      ['eu-west-1 ', 'region-form'],
      ['eu-west-1\n', 'region-form'],
      ['eu-west-1.example.com', 'region-form'],
      ['eu-west-1/', 'region-form'],
      ['eu-west-1@example.com#', 'region-form'],
      ['europe', 'region-form'],
      ['eu-west-100', 'region-form'],
      ['x'.repeat(33), 'too-long'],
    ],
  },
  {
    name: 'endpoint',
    schema: endpoint,
    longest: 256,
    takes: [
      'http://127.0.0.1:9229',
      'https://cognito.example.com',
      'https://cognito.example.com/',
      'http://localhost:1/base/path',
      'http://[::1]:9229',
      'https://a:65535',
    ],
    refuses: [
      ['', 'required'],
      ['127.0.0.1:9229', 'endpoint-form'],
      ['//example.com', 'endpoint-form'],
      ['ftp://example.com', 'endpoint-form'],
      ['file:///etc/passwd', 'endpoint-form'],
      ['javascript:alert(1)', 'endpoint-form'],
      ['https://', 'endpoint-form'],
      ['https://user:secret@example.com', 'endpoint-form'],
      ['https://user@example.com', 'endpoint-form'],
      ['https://example.com?key=value', 'endpoint-form'],
      ['https://example.com/?', 'endpoint-form'],
      ['https://example.com#part', 'endpoint-form'],
      ['http://127.0.0.1:0', 'endpoint-form'],
      ['http://127.0.0.1:65536', 'endpoint-form'],
      ['http://127.0.0.1:99999', 'endpoint-form'],
      ['http://127.0.0.1:', 'endpoint-form'],
      ['http://127.0.0.1:-1', 'endpoint-form'],
      ['http://127.0.0.1:80a', 'endpoint-form'],
      ['http://127.0.0.1:80:80', 'endpoint-form'],
      ['http://256.256.256.256', 'endpoint-form'],
      ['http://1.2.3.4.5', 'endpoint-form'],
      ['http://[:::::]', 'endpoint-form'],
      ['https://exa mple.com', 'endpoint-form'],
      ['https://example.com\\@evil.example', 'endpoint-form'],
      ['https://example.com\n', 'endpoint-form'],
      [' https://example.com', 'endpoint-form'],
      [`https://${'a'.repeat(249)}`, 'too-long'],
    ],
  },
  {
    name: 'username',
    schema: username,
    longest: 128,
    takes: [
      'testuser',
      'jane.doe@example.com',
      '4320de44-2322-4620-999b-5e2e1c8df013',
      'zo\u00eb',
      'zoe\u0308',
      '日本',
      '👍',
      '+46701112233',
      'Google_1234',
      `"'$;|&<>\\`,
    ],
    refuses: [
      ['', 'required'],
      [' ', 'username-spaces'],
      ['jane doe', 'username-spaces'],
      ['jane ', 'username-spaces'],
      [' jane', 'username-spaces'],
      ['jane\t', 'username-spaces'],
      ['jane\n', 'username-spaces'],
      ['jane\u0000', 'username-spaces'],
      ['jane\u0007', 'username-spaces'],
      ['jane\u00a0doe', 'username-spaces'],
      ['jane\u200bdoe', 'username-spaces'],
      ['jane\u202edoe', 'username-spaces'],
      ['jane\ud800', 'username-spaces'],
      ['x'.repeat(129), 'too-long'],
    ],
  },
  {
    name: 'password',
    schema: password,
    longest: 256,
    takes: ['a', 'Passw0rd!', 'pässwörd', '🔑', `'"\\$\`%!^`, 'x'.repeat(256)],
    refuses: [
      ['', 'required'],
      ['pass word', 'password-spaces'],
      [' password', 'password-spaces'],
      ['password\n', 'password-spaces'],
      ['pass\u00a0word', 'password-spaces'],
      ['x'.repeat(257), 'too-long'],
    ],
  },
  {
    name: 'code',
    schema: code,
    longest: 2048,
    takes: ['123456', '12345678', 'aB-9'],
    refuses: [
      ['', 'required'],
      ['123 456', 'code-spaces'],
      ['123456\n', 'code-spaces'],
      ['1'.repeat(2049), 'too-long'],
    ],
  },
  {
    name: 'attributeName',
    schema: attributeName,
    longest: 32,
    takes: ['email', 'given_name', 'custom:team', 'dev:custom:team', 'custom:team-name', 'x'],
    refuses: [
      ['', 'required'],
      ['custom:', 'attribute-name-form'],
      ['custom:a:b', 'attribute-name-form'],
      ['given name', 'attribute-name-form'],
      ['email\n', 'attribute-name-form'],
      ['Name=email', 'attribute-name-form'],
      ['émail', 'attribute-name-form'],
      [`custom:${'x'.repeat(26)}`, 'too-long'],
    ],
  },
  {
    name: 'phoneNumber',
    schema: phoneNumber,
    longest: 16,
    takes: ['+46701112233', '+15555550123', '+12345678', '+123456789012345'],
    refuses: [
      ['', 'required'],
      ['0701112233', 'phone-form'],
      ['46701112233', 'phone-form'],
      ['+46 70 111', 'phone-form'],
      ['+46-70-111-22', 'phone-form'],
      ['+0701112233', 'phone-form'],
      ['+1234567', 'phone-form'],
      ['+1555555012x', 'phone-form'],
      ['+46701112233\n', 'phone-form'],
      ['+٤٦٧٠١١١٢٢٣٣', 'phone-form'],
      ['+1234567890123456', 'too-long'],
    ],
  },
  {
    name: 'emailAddress',
    schema: emailAddress,
    longest: 2048,
    takes: ['jane@example.com', 'jane+tag@localhost', 'zoë@exämple.com'],
    refuses: [
      ['', 'required'],
      ['jane', 'email-form'],
      ['@example.com', 'email-form'],
      ['jane@', 'email-form'],
      ['jane@@example.com', 'email-form'],
      ['jane doe@example.com', 'email-form'],
      ['jane@example.com\n', 'email-form'],
      [`jane@${'x'.repeat(2048)}`, 'too-long'],
    ],
  },
  {
    name: 'birthdate',
    schema: birthdate,
    longest: 10,
    takes: ['1990-12-31', '2024-02-29', '2000-02-29', '0001-01-01'],
    refuses: [
      ['', 'required'],
      ['2023-02-30', 'date-form'],
      ['2023-02-29', 'date-form'],
      ['1900-02-29', 'date-form'],
      ['2023-13-01', 'date-form'],
      ['2023-00-10', 'date-form'],
      ['2023-04-31', 'date-form'],
      ['2023-01-00', 'date-form'],
      ['1990-1-1', 'date-form'],
      ['31.12.1990', 'date-form'],
      ['1990/12/31', 'date-form'],
      ['19901231', 'date-form'],
      ['1990-12-31T00', 'too-long'],
    ],
  },
  {
    name: 'accessKeyId',
    schema: accessKeyId,
    longest: 128,
    takes: ['AKIDEXAMPLE000000000', 'ASIA123456789012'],
    refuses: [
      ['', 'required'],
      ['AKIA', 'access-key-id-form'],
      ['AKIDEXAMPLE00000 000', 'access-key-id-form'],
      ['AKIDEXAMPLE000000000\n', 'access-key-id-form'],
      ['AKIDEXAMPLE/20261124', 'access-key-id-form'],
      ['A'.repeat(129), 'too-long'],
    ],
  },
  {
    name: 'secretAccessKey',
    schema: secretAccessKey,
    longest: 256,
    takes: ['dummySecretAccessKeyOfTheTests0000000000', 'abc/def+ghi=jkl.mno-pqr'],
    refuses: [
      ['', 'required'],
      ['short', 'secret-access-key-form'],
      ['dummySecretAccessKey OfTheTests000000000', 'secret-access-key-form'],
      ['dummySecretAccessKeyOfTheTests0000000000\n', 'secret-access-key-form'],
      ['x'.repeat(257), 'too-long'],
    ],
  },
  {
    name: 'sessionToken',
    schema: sessionToken,
    longest: 8192,
    takes: ['x', 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJ=='],
    refuses: [
      ['', 'required'],
      ['two words', 'form'],
      ['line\n', 'form'],
      ['x'.repeat(8193), 'too-long'],
    ],
  },
  {
    name: 'awsProfileName',
    schema: awsProfileName,
    longest: 128,
    takes: ['default', 'my company/admin', 'a.b@c', '日本'],
    refuses: [
      ['', 'required'],
      ['two\nlines', 'form'],
      ['name]', 'form'],
      ['[name', 'form'],
      ['x'.repeat(129), 'too-long'],
    ],
  },
];

describe.each(fields)('$name', ({ schema, longest, takes, refuses }) => {
  it.each(takes.map((value) => [value]))('takes %j as it is', (value) => {
    expect(schema.parse(value)).toBe(value);
  });

  it.each(refuses)('refuses %j: %s', (value, problem) => {
    expect(problemOf(schema, value)).toBe(problem);
  });

  it('is one text, with a problem of ours for everything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: anyCharacter })), (value) => {
        const parsed = schema.safeParse(value);
        expect(parsed.success ? [] : parsed.error.issues.map(({ message }) => message)).toSatisfy(
          (messages: string[]) => messages.every((message) => fieldProblems.some((name) => name === message)),
        );
        if (parsed.success) expect(parsed.data).toBe(value);
      }),
    );
  });

  it(`never takes more than ${longest} characters`, () => {
    const oversized = fc
      .string({ unit: fc.constantFrom('a', '1', '-', '_', '+', '@', 'é', ' '), minLength: longest + 1 })
      .map((text) => text.padEnd(longest + 1, 'a'));
    fc.assert(
      fc.property(oversized, (value) => {
        expect(schema.safeParse(value).success).toBe(false);
      }),
      { numRuns: 20 },
    );
    expect(schema.safeParse('a'.repeat(1_000_000)).success).toBe(false);
  });
});

it('every endpoint that is taken has a host', () => {
  const almost = fc
    .tuple(
      fc.constantFrom('http://', 'https://'),
      fc.oneof(
        fc.string({ unit: fc.constantFrom('a', '1', '.', '-', 'x', '256', 'xn--'), maxLength: 12 }),
        fc.string({ unit: fc.constantFrom(':', '::', 'f', '0', '1'), maxLength: 8 }).map((ip) => `[${ip}]`),
      ),
      fc.constantFrom('', ':1', ':65535', ':65536', '/', '/a/../b'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(almost, (value) => {
      if (!endpoint.safeParse(value).success) return;
      expect(hostOf({ region: 'eu-west-1', endpoint: value })).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});

describe('attribute', () => {
  it.each([
    [{ name: 'email', value: 'jane@example.com' }, []],
    [{ name: 'email', value: 'jane' }, ['value email-form']],
    [{ name: 'phone_number', value: '0701112233' }, ['value phone-form']],
    [{ name: 'birthdate', value: '2023-02-30' }, ['value date-form']],
    [{ name: 'birthdate', value: '1990-12-31 12:00' }, ['value too-long']],
    [{ name: 'custom:birthdate', value: 'spring' }, []],
    [{ name: 'name', value: ' Zoë, "Z" \n' }, []],
    [{ name: 'name', value: '' }, ['value required']],
    [{ name: 'name', value: 'x'.repeat(2049) }, ['value too-long']],
    [{ name: 'custom:', value: 'x' }, ['name attribute-name-form']],
    [{ name: 'sub', value: 'x' }, ['name attribute-read-only']],
    [{ name: 'email_verified', value: 'true' }, ['name attribute-read-only']],
    [{ name: 'phone_number_verified', value: 'true' }, ['name attribute-read-only']],
    [{ name: 'identities', value: '[]' }, ['name attribute-read-only']],
  ])('%j', (value, problems) => {
    expect(problemsOf(attribute, value)).toEqual(problems);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'is ordinary when it is called %s',
    (name) => {
      expect(problemsOf(attribute, { name, value: 'x' })).toEqual([]);
    },
  );
});

describe('attributes', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `custom:${index}`, value: 'x' }));

  it('come at most 70 at a time', () => {
    expect(problemsOf(attributes, many(70))).toEqual([]);
    expect(problemsOf(attributes, many(71))).toEqual([' too-long']);
    expect(problemsOf(attributes, many(10_000))).toEqual([' too-long']);
  });

  it('come once each, and the second one is to blame', () => {
    const twice = [
      { name: 'name', value: 'Ann' },
      { name: 'email', value: 'ann@example.com' },
      { name: 'name', value: 'Bo' },
    ];
    expect(problemsOf(attributes, twice)).toEqual(['2.name attribute-twice']);
  });

  it('may be none', () => {
    expect(problemsOf(attributes, [])).toEqual([]);
  });

  it('report the problem of each by its place', () => {
    const some = [
      { name: 'email', value: 'x' },
      { name: 'sub', value: 'x' },
    ];
    expect(problemsOf(attributes, some)).toEqual(['0.value email-form', '1.name attribute-read-only']);
  });

  it('never make the schema throw', () => {
    const half = fc.record(
      {
        name: fc.oneof(fc.string(), fc.constantFrom('email', 'sub', '__proto__'), fc.anything()),
        value: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(half)), (value) => {
        attributes.safeParse(value);
      }),
    );
  });
});

describe('the region of a pool ID', () => {
  it.each([
    ['eu-west-1_Ab12Cd34E', 'eu-west-1'],
    ['us-gov-west-1_Ab12Cd34E', 'us-gov-west-1'],
    ['local_abc', 'local'],
    ['nowhere_abc', null],
    ['my_pool_abc', null],
    ['eu-west-1', null],
    ['eu-west-1_', null],
    ['', null],
    ['eu-west-1_Ab12Cd34E ', null],
  ])('of %j is %j', (value, expected) => {
    expect(regionOfPoolId(value)).toBe(expected);
  });

  it('is a region or null for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('eu-west-1', '_', 'a', '-', ' ', '1') }), (value) => {
        const found = regionOfPoolId(value);
        expect(found === null || region.safeParse(found).success).toBe(true);
      }),
    );
  });
});
