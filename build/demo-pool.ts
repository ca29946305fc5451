/**
 * The pool of `npm run demo`: people in every state that a user pool knows, all of them invented. Mail addresses are
 * of example domains, phone numbers of ranges that are kept free for fiction.
 */
import type { ProfileDraft } from '#contract/profiles.ts';

/** The states that Cognito gives (`UserStatusType` of the API model). */
export type PersonStatus =
  | 'CONFIRMED'
  | 'UNCONFIRMED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'RESET_REQUIRED'
  | 'EXTERNAL_PROVIDER'
  | 'ARCHIVED'
  | 'COMPROMISED';

export type SeedPerson = {
  readonly username: string;
  readonly sub: string;
  readonly password: string;
  readonly status: PersonStatus;
  readonly disabled?: true;
  /** Attributes other than `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly created: string;
  readonly modified: string;
  /** Base32 key of an authenticator app. */
  readonly authenticatorKey?: string;
  /** Codes by text message; needs `phone_number`. */
  readonly textMessageCodes?: true;
};

export type SeedGroup = {
  readonly name: string;
  readonly description: string;
  readonly members: readonly string[];
};

export type SeedClient = {
  readonly id: string;
  readonly name: string;
  readonly secret?: string;
};

export type SeedPool = {
  readonly id: string;
  readonly name: string;
  /** The first one is the one to sign in with. */
  readonly clients: readonly [SeedClient, ...SeedClient[]];
  readonly people: readonly SeedPerson[];
  readonly groups: readonly SeedGroup[];
};

export const practicePassword = 'Sunny-Harbour-42!';
export const temporaryPassword = 'Temporary-Key-7!';

const address = (username: string) => `${username}@example.com`;

const people: readonly SeedPerson[] = [
  {
    username: 'ines.marchetti',
    sub: '5e0f2f1c-7c55-4d0b-9a35-1d0c3c1f6a01',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: address('ines.marchetti'),
      email_verified: 'true',
      name: 'Inês Marchetti',
      given_name: 'Inês',
      family_name: 'Marchetti',
      phone_number: '+441632960121',
      phone_number_verified: 'true',
      locale: 'pt-PT',
      zoneinfo: 'Europe/Lisbon',
      'custom:department': 'Logistics',
      'custom:employee_id': '10027',
    },
    created: '2025-03-04T09:12:44.120Z',
    modified: '2026-10-30T16:01:09.004Z',
  },
  {
    username: 'oluwaseun.adeyemi',
    sub: '0a6b3d52-3e0a-4a5e-8f0e-52f1e7c2b702',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: address('oluwaseun.adeyemi'),
      email_verified: 'true',
      name: 'Olúwáṣeun Adéyẹmí',
      given_name: 'Olúwáṣeun',
      family_name: 'Adéyẹmí',
      birthdate: '1988-02-29',
      phone_number: '+12025550143',
      phone_number_verified: 'false',
      'custom:department': 'Support',
    },
    created: '2025-06-19T11:40:00.000Z',
    modified: '2026-09-02T08:15:31.900Z',
  },
  {
    username: 'bjorn.lindqvist',
    sub: 'c4a8f1d0-9b61-4d2f-b0a7-6a0d8e4f9c03',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: address('bjorn.lindqvist'),
      email_verified: 'false',
      name: 'Björn Lindqvist',
      nickname: 'Nalle',
      website: 'https://example.com/~nalle',
    },
    created: '2026-01-12T07:30:12.500Z',
    modified: '2026-01-12T07:30:12.500Z',
  },
  {
    username: 'hanako.sato',
    sub: '7d3e6a90-1f4c-4b8e-a2d9-8c5b7e6f1d04',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: address('hanako.sato'),
      email_verified: 'true',
      name: '佐藤 花子',
      given_name: '花子',
      family_name: '佐藤',
      locale: 'ja-JP',
      zoneinfo: 'Asia/Tokyo',
    },
    created: '2025-11-08T01:05:59.010Z',
    modified: '2026-08-21T23:44:17.730Z',
    authenticatorKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  {
    username: 'dmitri.volkov',
    sub: 'f2b1c7e4-5a3d-4f69-9e80-3b7a1c2d5e05',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: address('dmitri.volkov'),
      email_verified: 'true',
      name: 'Дмитрий Волков',
      phone_number: '+441632960188',
      phone_number_verified: 'true',
    },
    created: '2025-09-01T13:20:40.000Z',
    modified: '2026-07-14T10:00:00.250Z',
    textMessageCodes: true,
  },
  {
    username: 'priya.raghunathan',
    sub: '91c5d8b7-2e6f-4c1a-8d43-f0a9b8c7d606',
    password: temporaryPassword,
    status: 'FORCE_CHANGE_PASSWORD',
    attributes: {
      email: address('priya.raghunathan'),
      email_verified: 'true',
      name: 'Priya Raghunathan',
      'custom:department': 'Finance',
    },
    created: '2026-11-20T15:02:33.000Z',
    modified: '2026-11-20T15:02:33.000Z',
  },
  {
    username: 'tomas.novak',
    sub: '3f7a9e2d-8c4b-4e15-b6d0-1a2c3e4f5b07',
    password: practicePassword,
    status: 'UNCONFIRMED',
    attributes: {
      email: address('tomas.novak'),
      email_verified: 'false',
      name: 'Tomáš Novák',
    },
    created: '2026-11-23T18:47:05.660Z',
    modified: '2026-11-23T18:47:05.660Z',
  },
  {
    username: 'yasmin.haddad',
    sub: 'b8d6e4f2-0a1c-4938-a7e5-9c8b7a6d5f08',
    password: practicePassword,
    status: 'RESET_REQUIRED',
    attributes: {
      email: address('yasmin.haddad'),
      email_verified: 'true',
      name: 'ياسمين حداد',
      locale: 'ar-JO',
    },
    created: '2024-12-02T06:18:20.000Z',
    modified: '2026-11-18T12:30:00.000Z',
  },
  {
    username: 'lucia.fernandez',
    sub: 'd1e9f8a7-6b5c-4d3e-92f1-0a9b8c7d6e09',
    password: practicePassword,
    status: 'CONFIRMED',
    disabled: true,
    attributes: {
      email: address('lucia.fernandez'),
      email_verified: 'true',
      name: 'Lucía Fernández Ibáñez',
      'custom:left_on': '2026-08-31',
    },
    created: '2023-05-15T09:00:00.000Z',
    modified: '2026-08-31T17:00:00.000Z',
  },
  {
    username: 'google_108234567890123456789',
    sub: '2a4c6e80-1b3d-4f57-a9c8-e7d6c5b4a310',
    password: practicePassword,
    status: 'EXTERNAL_PROVIDER',
    attributes: {
      email: 'noor.jansen@example.org',
      email_verified: 'true',
      name: 'Noor Jansen',
      identities: JSON.stringify([
        {
          userId: '108234567890123456789',
          providerName: 'Google',
          providerType: 'Google',
          issuer: null,
          primary: true,
          dateCreated: 1_767_348_245_678,
        },
      ]),
    },
    created: '2026-01-02T10:04:05.678Z',
    modified: '2026-11-01T05:55:55.000Z',
  },
  {
    username: 'walter.okafor',
    sub: '6c8e0a2b-4d5f-4172-83b9-5f6e7d8c9a11',
    password: practicePassword,
    status: 'ARCHIVED',
    attributes: { email: address('walter.okafor'), email_verified: 'true', name: 'Walter Okafor' },
    created: '2019-07-22T14:31:00.000Z',
    modified: '2021-01-04T09:09:09.000Z',
  },
  {
    username: 'mira.kowalczyk',
    sub: 'e5f7a9b1-c3d5-4e6f-b8a0-2c4d6e8f0a12',
    password: practicePassword,
    status: 'COMPROMISED',
    attributes: { email: address('mira.kowalczyk'), email_verified: 'true', name: 'Mira Kowalczyk' },
    created: '2022-10-10T20:20:20.000Z',
    modified: '2026-11-22T03:14:15.926Z',
  },
  {
    username: 'wilhelmina-anastasia.papadimitriou-oyelaran',
    sub: 'a0b2c4d6-e8f0-4a1b-8c3d-5e7f9a1b3c13',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: {
      email: 'wilhelmina-anastasia.papadimitriou-oyelaran@a-rather-long-department-name.example.org',
      email_verified: 'true',
      name: 'Wilhelmina-Anastasia Papadimitriou-Oyelaran van der Zwijndrechtsewaard',
      address: '12 Example Quay, 3rd floor, c/o Harbour Office, 1234 AB Sampletown',
      'custom:department': 'International relations, translation and protocol',
    },
    created: '2026-02-28T12:00:00.000Z',
    modified: '2026-11-11T11:11:11.111Z',
  },
  {
    username: 'nightly-report',
    sub: '8f6d4b2a-0c9e-4785-b6a4-3d5c7e9f1b14',
    password: practicePassword,
    status: 'CONFIRMED',
    attributes: { email: address('nightly-report'), 'custom:owner': 'ines.marchetti' },
    created: '2026-04-01T00:00:00.000Z',
    modified: '2026-04-01T00:00:00.000Z',
  },
];

export const demoPool: SeedPool = {
  id: 'eu-west-1_Prac7ice1',
  name: 'Practice pool',
  clients: [
    { id: '5k1o8practice2desk7web4app', name: 'Web app' },
    {
      id: '6m2p9practice3desk8svc5app',
      name: 'Back office',
      secret: '1practice2secret3of4the5back6office7not8real9at0all',
    },
  ],
  people,
  groups: [
    { name: 'admins', description: 'May change everything', members: ['ines.marchetti'] },
    {
      name: 'editors',
      description: 'May change content',
      members: ['ines.marchetti', 'oluwaseun.adeyemi', 'hanako.sato'],
    },
    { name: 'machines', description: 'Jobs, not people', members: ['nightly-report'] },
  ],
};

/** People to start with, and what happens when they sign in. */
export const practicePeople: readonly {
  readonly username: string;
  readonly password: string;
  readonly about: string;
}[] = [
  { username: 'ines.marchetti', password: practicePassword, about: 'Signs in at once; member of two groups' },
  { username: 'priya.raghunathan', password: temporaryPassword, about: 'Has to choose a new password' },
  { username: 'tomas.novak', password: practicePassword, about: 'Signed up, not confirmed yet' },
  { username: 'yasmin.haddad', password: practicePassword, about: 'Has to reset the password first' },
  { username: 'lucia.fernandez', password: practicePassword, about: 'Account is disabled' },
  {
    username: 'google_108234567890123456789',
    password: practicePassword,
    about: 'Came through Google; has no password in real pools',
  },
];

/** A profile for the pool on an emulator at `endpoint`. The emulator asks for AWS keys and takes any. */
export const practiceProfile = (endpoint: string): ProfileDraft => ({
  name: demoPool.name,
  environment: 'development',
  region: 'eu-west-1',
  clientId: demoPool.clients[0].id,
  clientSecret: { change: 'clear' },
  endpoint,
  poolId: demoPool.id,
  access: {
    kind: 'access-keys',
    keys: {
      change: 'set',
      accessKeyId: 'PRACTICEPOOLACCESSKEY',
      secretAccessKey: 'practice-pool-key-that-opens-nothing',
      sessionToken: null,
    },
  },
});
