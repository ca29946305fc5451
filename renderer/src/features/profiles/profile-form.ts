import type { InputOf } from '#contract/index.ts';
import type {
  AwsAccessSummary,
  Environment,
  ProfileColour,
  ProfileIcon,
  ProfileSummary,
  SignInMethod,
} from '#contract/profiles.ts';

export type AccessKind = 'none' | AwsAccessSummary['kind'];

/** What the fields of the form hold. Text as it was typed. */
export type ProfileValues = {
  name: string;
  environment: Environment;
  colour: ProfileColour;
  icon: ProfileIcon;
  readOnly: boolean;
  signInMethod: SignInMethod;
  poolId: string;
  region: string;
  clientId: string;
  clientSecret: string;
  /** Takes the saved secret away. */
  removeSecret: boolean;
  endpoint: string;
  accessKind: AccessKind;
  awsProfile: string;
  /** Writes new keys over the saved ones. */
  replaceKeys: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
};

/** The form for a saved profile, or for a new one. Secrets start empty: main never gives them back. */
export function valuesOf(saved: ProfileSummary | null): ProfileValues {
  return {
    name: saved?.name ?? '',
    environment: saved?.environment ?? 'development',
    colour: saved?.colour ?? 'environment',
    icon: saved?.icon ?? 'letters',
    readOnly: saved?.readOnly ?? false,
    signInMethod: saved?.signInMethod ?? 'automatic',
    poolId: saved?.poolId ?? '',
    region: saved?.region ?? '',
    clientId: saved?.clientId ?? '',
    clientSecret: '',
    removeSecret: false,
    endpoint: saved?.endpoint ?? '',
    accessKind: saved?.access?.kind ?? 'none',
    awsProfile: saved?.access?.kind === 'aws-profile' ? saved.access.name : '',
    replaceKeys: saved?.access?.kind !== 'access-keys',
    accessKeyId: '',
    secretAccessKey: '',
    sessionToken: '',
  };
}

/** The draft that these values stand for: trimmed, blank as null, secrets as a change of what is saved. */
export function draftOf(values: ProfileValues, saved: ProfileSummary | null): InputOf<'profiles.save'> {
  return {
    ...(saved && { id: saved.id }),
    name: values.name.trim(),
    environment: values.environment,
    colour: values.colour,
    icon: values.icon,
    readOnly: values.readOnly,
    signInMethod: values.signInMethod,
    region: values.region.trim(),
    clientId: values.clientId.trim(),
    clientSecret: secretOf(values, saved),
    endpoint: values.endpoint.trim() || null,
    poolId: values.poolId.trim() || null,
    access: accessOf(values),
  };
}

/** A draft that changes nothing: what the page knows, and every secret kept as it is. */
export const unchangedDraft = (saved: ProfileSummary): InputOf<'profiles.save'> =>
  draftOf(valuesOf(saved), saved);

function secretOf(
  values: ProfileValues,
  saved: ProfileSummary | null,
): InputOf<'profiles.save'>['clientSecret'] {
  const typed = values.clientSecret.trim();
  if (typed) return { change: 'set', value: typed };
  return { change: saved?.hasClientSecret && !values.removeSecret ? 'keep' : 'clear' };
}

function accessOf(values: ProfileValues): InputOf<'profiles.save'>['access'] {
  switch (values.accessKind) {
    case 'none':
      return null;
    case 'aws-profile':
      return { kind: 'aws-profile', name: values.awsProfile.trim() };
    case 'default-chain':
      return { kind: 'default-chain' };
    case 'access-keys':
      return {
        kind: 'access-keys',
        keys: values.replaceKeys
          ? {
              change: 'set',
              accessKeyId: values.accessKeyId.trim(),
              secretAccessKey: values.secretAccessKey.trim(),
              sessionToken: values.sessionToken.trim() || null,
            }
          : { change: 'keep' },
      };
  }
}
