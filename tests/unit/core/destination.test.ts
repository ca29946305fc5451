import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { STSClient } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEndpoint } from '#contract/fields.ts';
import {
  addressOf,
  awsAddress,
  createDestinations,
  mayShareSecrets,
  trustIn,
} from '#core/network/destination.ts';
import { regions } from '../../../renderer/src/features/profiles/regions.ts';

const own = { UseFIPS: false, UseDualStack: false };
const plainClient = {
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  ignoreConfiguredEndpointUrls: true,
};
const farRegions = [
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'us-isof-south-1',
  'eu-isoe-west-1',
  'mx-central-1',
];
const allRegions = [...regions.map(({ id }) => id), ...farRegions];

const destinations = createDestinations({
  allowed: { has: async () => false, add: async () => undefined },
  ask: async () => false,
  now: () => 0,
});
const passes = (gate: (address: string) => string, address: string) => {
  try {
    return gate(address) === address;
  } catch {
    return false;
  }
};

describe('AWS’s own address', () => {
  it.each(allRegions)('is the one of the SDK’s rules in %s', (region) => {
    const cognito = new CognitoIdentityProviderClient({ region, ...plainClient });
    const { url } = cognito.config.endpointProvider({ Region: region, ...own });
    expect(`${awsAddress('cognito-idp', region)}/`).toBe(url.href);
    expect(trustIn(url.href)).toBe('aws');
    const sts = new STSClient({ region, ...plainClient });
    const atSts = sts.config.endpointProvider({ Region: region, ...own, UseGlobalEndpoint: false }).url.href;
    expect(`${awsAddress('sts', region)}/`).toBe(atSts);
    expect(passes(destinations.credentialGate, atSts)).toBe(true);
  });

  it.each([
    'https://cognito-idp-fips.us-gov-west-1.amazonaws.com',
    'https://cognito-idp.us-east-1.api.aws',
    'https://issuer-cognito-idp.eu-west-1.amazonaws.com',
  ])('has other names, too: %s', (address) => {
    expect(trustIn(address)).toBe('aws');
  });

  it.each([
    'https://cognito-idp.eu-west-1.amazonaws.com.evil.example',
    'https://evil.execute-api.us-east-1.amazonaws.com',
    'https://cognito-idp.us-east-1.s3.amazonaws.com',
    'https://ec2-1-2-3-4.compute.amazonaws.com',
    'https://cognito-idp.us-east-1amazonaws.com',
    'https://xn--cgnito-idp-x4a.us-east-1.amazonaws.com',
    'https://169.254.169.254',
  ])('is none of these: %s', (address) => {
    expect(trustIn(address)).toBe('foreign');
    expect(passes(destinations.credentialGate, `${new URL(address).origin}/`)).toBe(false);
    expect(passes(destinations.keySetGate, `${new URL(address).origin}/`)).toBe(false);
  });

  it('counts by https only', () => {
    expect(trustIn('http://cognito-idp.us-east-1.amazonaws.com')).toBe('plain');
    expect(passes(destinations.credentialGate, 'http://sts.us-east-1.amazonaws.com/')).toBe(false);
  });
});

describe('this computer', () => {
  it.each(['http://localhost:9229', 'http://127.0.0.1', 'http://127.8.9.10:1/path', 'http://[::1]:4566'])(
    'may be talked to without encryption: %s',
    (address) => {
      expect(trustIn(address)).toBe('loopback');
      expect(newEndpoint.safeParse(address).success).toBe(true);
    },
  );

  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.localdomain',
    'http://128.0.0.1',
    'http://10.0.0.1',
    'http://pool.internal:9229',
  ])('is none of these: %s', (address) => {
    expect(trustIn(address)).toBe('plain');
    expect(newEndpoint.safeParse(address).success).toBe(false);
  });

  it('is what the form lets through by http, and nothing else', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http'] }), (address) => {
        if (newEndpoint.safeParse(address).success) expect(trustIn(address)).toBe('loopback');
      }),
    );
  });
});

describe('the gate of a profile', () => {
  const place = { region: 'eu-west-1', endpoint: null };

  it('lets its own address and STS through, and no other place', () => {
    const gate = destinations.gateOf(place);
    expect(passes(gate, `${addressOf(place)}/`)).toBe(true);
    expect(passes(gate, 'https://sts.eu-west-1.amazonaws.com/')).toBe(true);
    fc.assert(
      fc.property(fc.webUrl({ withFragments: false }), (address) => {
        expect(passes(gate, `${new URL(address).origin}/`)).toBe(false);
      }),
    );
  });
});

describe('secrets that are saved for one place', () => {
  const at = (endpoint: string | null, region = 'eu-west-1') => ({ endpoint, region });

  it('may be used at the same address and between AWS’s own', () => {
    expect(mayShareSecrets(at(null), at(null, 'us-east-1'))).toBe(true);
    expect(mayShareSecrets(at('https://a.example'), at('https://a.example', 'us-east-1'))).toBe(true);
    expect(mayShareSecrets(at(null), at('https://cognito-idp-fips.us-east-1.amazonaws.com'))).toBe(true);
  });

  it('stay away from every other', () => {
    expect(mayShareSecrets(at(null), at('https://a.example'))).toBe(false);
    expect(mayShareSecrets(at('https://a.example'), at('https://b.example'))).toBe(false);
    expect(mayShareSecrets(at('http://127.0.0.1:1'), at('http://127.0.0.1:2'))).toBe(false);
    expect(mayShareSecrets(at('http://127.0.0.1:1'), at(null))).toBe(false);
  });
});

describe('another computer without encryption', () => {
  it('gets nothing, even from a profile that an older version saved', async () => {
    await expect(destinations.admit('http://10.0.0.1:9229')).rejects.toMatchObject({
      error: { code: 'destination-refused', host: '10.0.0.1:9229', why: 'not-encrypted' },
    });
  });
});
