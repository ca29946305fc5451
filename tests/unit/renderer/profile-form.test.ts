import { describe, expect, it } from 'vitest';
import { profileDraft, type ProfileSummary } from '#contract/profiles.ts';
import {
  draftOf,
  unchangedDraft,
  valuesOf,
  type ProfileValues,
} from '../../../renderer/src/features/profiles/profile-form.ts';

const saved: ProfileSummary = {
  id: 'p',
  name: 'Staging',
  environment: 'staging',
  region: 'eu-west-1',
  clientId: '4exampleclientid1234567890',
  hasClientSecret: true,
  endpoint: null,
  poolId: 'eu-west-1_Ab12Cd34E',
  access: { kind: 'access-keys' },
  colour: 'environment',
  icon: 'letters',
  readOnly: false,
  signInMethod: 'automatic',
  favourite: false,
  lastUsedAt: null,
};
const typed = (values: Partial<ProfileValues>, of: ProfileSummary | null = saved) =>
  draftOf({ ...valuesOf(of), ...values }, of);

describe('the draft of a profile form', () => {
  it.each([
    saved,
    { ...saved, hasClientSecret: false, access: null, poolId: null },
    { ...saved, access: { kind: 'aws-profile', name: 'company' } as const },
    { ...saved, access: { kind: 'default-chain' } as const, endpoint: 'http://127.0.0.1:9229' },
  ])('changes nothing when nothing was typed', (summary) => {
    const draft = unchangedDraft(summary);
    const { hasClientSecret, access, favourite: _favourite, lastUsedAt: _lastUsedAt, ...rest } = summary;
    expect(draft).toEqual({
      ...rest,
      clientSecret: { change: hasClientSecret ? 'keep' : 'clear' },
      access: access?.kind === 'access-keys' ? { ...access, keys: { change: 'keep' } } : access,
    });
    expect(profileDraft.safeParse(draft).success).toBe(true);
  });

  it('of a new profile has no id and keeps no secret', () => {
    const draft = typed({ name: ' New ', region: ' eu-west-1 ', clientId: ' x ' }, null);
    expect(draft).toEqual({
      name: 'New',
      environment: 'development',
      region: 'eu-west-1',
      clientId: 'x',
      clientSecret: { change: 'clear' },
      colour: 'environment',
      icon: 'letters',
      readOnly: false,
      signInMethod: 'automatic',
      endpoint: null,
      poolId: null,
      access: null,
    });
  });

  it.each([
    [{ clientSecret: ' new ' }, { change: 'set', value: 'new' }],
    [
      { clientSecret: 'new', removeSecret: true },
      { change: 'set', value: 'new' },
    ],
    [{ removeSecret: true }, { change: 'clear' }],
    [{}, { change: 'keep' }],
  ])('with %j makes the client secret %j', (values, clientSecret) => {
    expect(typed(values).clientSecret).toEqual(clientSecret);
  });

  it('takes new access keys as a whole', () => {
    const keys = { accessKeyId: ' A ', secretAccessKey: ' S ', sessionToken: '  ' };
    expect(typed({ ...keys, replaceKeys: true }).access).toEqual({
      kind: 'access-keys',
      keys: { change: 'set', accessKeyId: 'A', secretAccessKey: 'S', sessionToken: null },
    });
    expect(typed(keys).access).toEqual({ kind: 'access-keys', keys: { change: 'keep' } });
  });

  it('can take access away', () => {
    expect(typed({ accessKind: 'none' }).access).toBeNull();
  });
});
