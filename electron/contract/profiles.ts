import { z } from 'zod';
import {
  accessKeyId,
  awsProfileName,
  clientId,
  clientSecret,
  displayName,
  localId,
  newEndpoint,
  poolId,
  region,
  secretAccessKey,
  sessionToken,
} from './fields.ts';
import { instant, nothing, operation } from './operation.ts';

export const environments = ['development', 'test', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];

/** The colour of a profile's mark. `environment` is the colour of its environment. */
export const profileColours = [
  'environment',
  'blue',
  'teal',
  'green',
  'amber',
  'red',
  'pink',
  'purple',
  'grey',
] as const;
export type ProfileColour = (typeof profileColours)[number];

/** What a profile's mark shows. `letters` are the first letters of its name. */
export const profileIcons = [
  'letters',
  'bag',
  'briefcase',
  'building',
  'cloud',
  'database',
  'flask',
  'globe',
  'house',
  'phone',
  'rocket',
  'wrench',
] as const;
export type ProfileIcon = (typeof profileIcons)[number];

/**
 * How people of a profile are signed in. `automatic` takes the password flow, and SRP where the client has that off;
 * `choice` asks the pool what it offers (USER_AUTH); `admin` needs the profile's AWS access.
 */
export const signInMethods = ['automatic', 'password', 'srp', 'choice', 'admin'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** What a saved form does to a secret that main already holds. The page never gets one back. */
export const secretChange = <Secret extends z.ZodType<string>>(secret: Secret) =>
  z.discriminatedUnion('change', [
    z.strictObject({ change: z.literal('keep') }),
    z.strictObject({ change: z.literal('set'), value: secret }),
    z.strictObject({ change: z.literal('clear') }),
  ]);

/** Where the AWS access for looking people up comes from. */
const awsAccessDraft = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('aws-profile'), name: awsProfileName }),
  z.strictObject({
    kind: z.literal('access-keys'),
    /** `keep` keeps the whole set of keys that is stored. */
    keys: z.discriminatedUnion('change', [
      z.strictObject({ change: z.literal('keep') }),
      z.strictObject({
        change: z.literal('set'),
        accessKeyId,
        secretAccessKey,
        sessionToken: sessionToken.nullable(),
      }),
    ]),
  }),
  z.strictObject({ kind: z.literal('default-chain') }),
]);
export type AwsAccessDraft = z.output<typeof awsAccessDraft>;

/** A profile as the form sends it. Without `id` it is a new one. */
export const profileDraft = z
  .strictObject({
    id: localId.optional(),
    name: displayName,
    environment: z.enum(environments, { error: 'choice' }),
    region,
    clientId,
    clientSecret: secretChange(clientSecret),
    /** Base URL of an emulator or a private endpoint; null means AWS. */
    endpoint: newEndpoint.nullable(),
    /** Needed for looking people up, and for secure sign-in (SRP). */
    poolId: poolId.nullable(),
    access: awsAccessDraft.nullable(),
    /** Left out, these stay as they are. */
    colour: z.enum(profileColours, { error: 'choice' }).optional(),
    icon: z.enum(profileIcons, { error: 'choice' }).optional(),
    readOnly: z.boolean().optional(),
    signInMethod: z.enum(signInMethods, { error: 'choice' }).optional(),
  })
  .superRefine((draft, context) => {
    if (draft.signInMethod === 'srp' && draft.poolId === null) {
      context.addIssue({ code: 'custom', path: ['poolId'], message: 'pool-needed-for-srp' });
    }
    if (draft.signInMethod === 'admin' && !draft.access) {
      context.addIssue({ code: 'custom', path: ['signInMethod'], message: 'access-needed' });
    }
    if (draft.access && draft.poolId === null) {
      context.addIssue({ code: 'custom', path: ['poolId'], message: 'pool-needed-for-lookup' });
    }
  });
export type ProfileDraft = z.output<typeof profileDraft>;

const awsAccessSummary = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('aws-profile'), name: z.string() }),
  z.strictObject({ kind: z.literal('access-keys') }),
  z.strictObject({ kind: z.literal('default-chain') }),
]);
export type AwsAccessSummary = z.output<typeof awsAccessSummary>;

/** A profile as the page sees it: everything but the secrets. */
export const profileSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  region: z.string(),
  clientId: z.string(),
  hasClientSecret: z.boolean(),
  endpoint: z.string().nullable(),
  poolId: z.string().nullable(),
  access: awsAccessSummary.nullable(),
  colour: z.enum(profileColours),
  icon: z.enum(profileIcons),
  /** Nothing may be written to the pool through this profile. */
  readOnly: z.boolean(),
  signInMethod: z.enum(signInMethods),
  favourite: z.boolean(),
  /** When it last became the active one; null when that never happened. */
  lastUsedAt: instant.nullable(),
});
export type ProfileSummary = z.output<typeof profileSummary>;

/** How profiles are kept on this computer. */
export const profileStorage = z.discriminatedUnion('kind', [
  /** Sealed with a key that the operating system keeps, or that a passphrase opens. */
  z.strictObject({ kind: z.literal('protected') }),
  /** Sealed, and not to be seen before a passphrase is given. */
  z.strictObject({ kind: z.literal('locked') }),
  /** Not saved at all: the system offers no key that deserves the name. */
  z.strictObject({
    kind: z.literal('session-only'),
    reason: z.enum(['no-keyring', 'weak-keyring', 'locked']),
  }),
  /** There are saved profiles, but the key that opens them cannot be had right now. Nothing can be saved. */
  z.strictObject({ kind: z.literal('out-of-reach') }),
]);
export type ProfileStorage = z.output<typeof profileStorage>;

export const profileList = z.strictObject({
  profiles: z.array(profileSummary),
  activeId: z.string().nullable(),
  storage: profileStorage,
  /** Saved profiles that cannot be opened here. They stay in the file, byte for byte. */
  unreadable: z.number(),
  /** The saved profiles are locked as a whole by another key or passphrase; `profiles.startFresh` begins anew. */
  canStartFresh: z.boolean(),
});
export type ProfileList = z.output<typeof profileList>;

/** What a pasted text says about a pool. Never a secret; each value has the form of its field. */
export const foundProfile = z.strictObject({
  kind: z.enum(['cli-command', 'amplify', 'issuer']),
  region: z.string().nullable(),
  poolId: z.string().nullable(),
  clientId: z.string().nullable(),
  endpoint: z.string().nullable(),
  awsProfile: z.string().nullable(),
});
export type FoundProfile = z.output<typeof foundProfile>;

/** An address for Cognito that the AWS settings of this computer name. Nothing is sent there because of it. */
export const computerAddress = z.strictObject({
  /** A variable of the environment by its name, or the AWS profile in whose section it stands. */
  setting: z.strictObject({ kind: z.enum(['variable', 'aws-profile']), name: z.string() }),
  /** Host and port. */
  host: z.string(),
  /** What the form would take; null where it would not, as for http to another computer. */
  address: z.string().nullable(),
});
export type ComputerAddress = z.output<typeof computerAddress>;

const byId = z.strictObject({ profileId: localId });

export const profileOperations = {
  /** All profiles in the user's order: as they were made, until `profiles.reorder` says otherwise. */
  'profiles.list': operation({ input: nothing, output: profileList }),
  /** Creates or changes a profile. A new one becomes the active one. Sessions of a changed one end. */
  'profiles.save': operation({
    input: profileDraft,
    output: z.strictObject({ profileId: z.string(), list: profileList }),
  }),
  /** Deletes a profile with its secrets and its test users, and ends its sessions. */
  'profiles.delete': operation({ input: byId, output: profileList }),
  /** Begins an empty vault. The file with the profiles that cannot be opened is set aside, never erased. */
  'profiles.startFresh': operation({ input: nothing, output: profileList }),
  /** Makes a profile the active one. */
  'profiles.choose': operation({ input: byId, output: profileList }),
  /** Copies a profile, secrets and test users included, inside main. The copy comes right after it; the active profile stays. */
  'profiles.duplicate': operation({
    input: byId,
    output: z.strictObject({ profileId: z.string(), list: profileList }),
  }),
  'profiles.setFavourite': operation({
    input: z.strictObject({ profileId: localId, favourite: z.boolean() }),
    output: profileList,
  }),
  /** Puts the profiles in this order. Those that `ids` does not name follow as they were; unknown ids are ignored. */
  'profiles.reorder': operation({
    input: z.strictObject({ ids: z.array(localId).max(10_000) }),
    output: profileList,
  }),
  /**
   * Opens a production profile for writing, for 15 minutes. `name` must be the profile's name; anything else is
   * `invalid-input` with the problem `name-differs`.
   */
  'profiles.unlockProduction': operation({
    input: z.strictObject({ profileId: localId, name: displayName }),
    output: z.strictObject({ until: instant }),
  }),
  /**
   * Reads a pool out of a pasted AWS CLI command, Amplify configuration or OIDC issuer address of at most 100,000
   * characters. Nothing in it is run or fetched. `found` is null when it is none of these.
   */
  'profiles.recognise': operation({
    input: z.strictObject({ text: z.string().max(100_000) }),
    output: z.strictObject({ found: foundProfile.nullable() }),
  }),
  /** What the AWS settings of this computer name as the address of Cognito, read anew each time; usually nothing. */
  'profiles.computerAddresses': operation({
    input: nothing,
    output: z.strictObject({ addresses: z.array(computerAddress) }),
  }),
  /** Names of the profiles in the shared AWS files, read anew each time. */
  'profiles.awsProfileNames': operation({
    input: nothing,
    output: z.strictObject({ names: z.array(z.string()) }),
  }),
};
