/**
 * Where requests may go. The only place that answers "which address, by which rule": nothing of the computer's AWS
 * settings (environment, `~/.aws`) moves a request, and whatever a setting of the SDK says, `gate` is asked last.
 */
import { fail } from '../app-failure.ts';
import type { AskPerson } from '../ports.ts';

/** What decides where requests of a profile go. */
export type Place = { readonly region: string; readonly endpoint: string | null };

/**
 * - `aws`: AWS's own host of Cognito, by https.
 * - `loopback`: this computer, where emulators run.
 * - `plain`: another host without encryption. Never used.
 * - `foreign`: any other host. Used once a person said so.
 */
export type Trust = 'aws' | 'loopback' | 'plain' | 'foreign';

/** The domain of AWS for each kind of region. Source: `partitions.js` of the AWS SDK, which a test compares. */
const domains: readonly (readonly [start: RegExp, domain: string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
];

const domainOf = (region: string): string =>
  domains.find(([start]) => start.test(region))?.[1] ?? 'amazonaws.com';

/** AWS's own address of a service in a region, e.g. `https://cognito-idp.eu-west-1.amazonaws.com`. */
export const awsAddress = (service: 'cognito-idp' | 'issuer-cognito-idp' | 'sts', region: string): string =>
  `https://${service}.${region}.${domainOf(region)}`;

/** The address that requests of a profile go to. Without an address of its own that is AWS's, whatever else is set. */
export const addressOf = ({ region, endpoint }: Place): string =>
  endpoint ?? awsAddress('cognito-idp', region);

/** The host, with its port, that requests of a profile go to. */
export const hostOf = (place: Place): string => new URL(addressOf(place)).host;

/** The domains that AWS gives to nobody else, of the usual and of the dual-stack hosts. */
const AWS_DOMAIN = [
  'amazonaws\\.com(?:\\.cn)?',
  'amazonaws\\.eu',
  'c2s\\.ic\\.gov',
  'sc2s\\.sgov\\.gov',
  'csp\\.hci\\.ic\\.gov',
  'cloud\\.adc-e\\.uk',
  'api\\.aws(?:\\.ic\\.gov|\\.scloud|\\.hci\\.ic\\.gov)?',
  'api\\.amazonwebservices\\.(?:com\\.cn|eu)',
  'api\\.cloud-aws\\.adc-e\\.uk',
].join('|');
/** `local` is the region of emulators; as a part of AWS's domain it is AWS's, too. */
const REGION = '(?:[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}|local)';
/** The whole host: below the same domains AWS also hosts what customers make. */
const COGNITO_HOST = new RegExp(`^(?:issuer-)?cognito-idp(?:-fips)?\\.${REGION}\\.(?:${AWS_DOMAIN})$`);
/** The services that hand out AWS credentials: STS, the portal and the tokens of single sign-on, and `aws login`. */
const CREDENTIAL_HOST = new RegExp(
  `^(?:sts\\.amazonaws\\.com|(?:(?:sts|oidc|portal\\.sso|signin)(?:-fips)?\\.)${REGION}\\.(?:${AWS_DOMAIN})|` +
    `(?:${REGION}\\.)?signin(?:-fips)?\\.(?:aws\\.amazon\\.com|amazonaws\\.cn|amazonaws-us-gov\\.com|amazonaws-eusc\\.eu)|` +
    `${REGION}\\.oauth\\.signin\\.aws)$`,
);

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname === '[::1]' ||
  // A parsed URL writes every IPv4 address in four numbers.
  /^127(?:\.\d{1,3}){3}$/.test(hostname);

/** How far an address that a profile names can be trusted. */
export function trustIn(address: string): Trust {
  const { protocol, hostname } = new URL(address);
  if (isLoopback(hostname)) return 'loopback';
  if (protocol !== 'https:') return 'plain';
  return COGNITO_HOST.test(hostname) ? 'aws' : 'foreign';
}

/** Whether what is saved for one place may be used at the other: the same address, or both are AWS itself. */
export function mayShareSecrets(one: Place, other: Place): boolean {
  const [first, second] = [addressOf(one), addressOf(other)];
  return first === second || (trustIn(first) === 'aws' && trustIn(second) === 'aws');
}

/**
 * Asked about each request right before it is sent, by scheme, host and port: `https://host:port/`. Returns where it is
 * sent, which is the same place except in tests. Throws `destination-refused` for every place that is not meant.
 */
export type Gate = (address: string) => string;

/** For tests only: the place that stands for one of AWS's own hosts, or null. */
export type Reroute = (address: string) => string | null;

/** The hosts that a person allowed, as the vault keeps them. */
export type AllowedHosts = {
  readonly has: (host: string) => Promise<boolean>;
  readonly add: (host: string) => Promise<void>;
};

export type DestinationOptions = {
  readonly allowed: AllowedHosts;
  readonly ask: AskPerson;
  readonly now: () => number;
  readonly reroute?: Reroute | undefined;
};

/** Milliseconds after a "no" in which the same host is not asked about again: a page must not ask until it is a "yes". */
const ASK_AGAIN_AFTER = 30_000;

export function createDestinations({ allowed, ask, now, reroute }: DestinationOptions) {
  const asking = new Map<string, Promise<boolean>>();
  const refusedUntil = new Map<string, number>();
  /** Foreign hosts that were admitted in this run. */
  const admitted = new Set<string>();

  async function askFor(host: string): Promise<boolean> {
    const yes = await ask({ kind: 'host', host });
    if (yes) await allowed.add(host);
    else refusedUntil.set(host, now() + ASK_AGAIN_AFTER);
    return yes;
  }

  const gateTo =
    (isMeant: (url: URL) => boolean): Gate =>
    (address) => {
      const url = new URL(address);
      if (!isMeant(url)) throw fail('destination-refused', { host: url.host, why: 'not-meant' });
      return reroute?.(address) ?? address;
    };

  return {
    /**
     * Waits until requests may go to an address. A host that is neither AWS's nor this computer is asked about once,
     * and remembered. Throws `destination-refused`.
     */
    async admit(address: string): Promise<void> {
      const trust = trustIn(address);
      if (trust === 'aws' || trust === 'loopback') return;
      const { host } = new URL(address);
      if (trust === 'plain') throw fail('destination-refused', { host, why: 'not-encrypted' });
      if (await allowed.has(host)) {
        admitted.add(host);
        return;
      }
      if ((refusedUntil.get(host) ?? 0) > now())
        throw fail('destination-refused', { host, why: 'not-allowed' });
      const answer = asking.get(host) ?? askFor(host);
      asking.set(host, answer);
      try {
        if (!(await answer)) throw fail('destination-refused', { host, why: 'not-allowed' });
        admitted.add(host);
      } finally {
        asking.delete(host);
      }
    },

    /** For the requests of a profile: its own address, and AWS's STS of its region. */
    gateOf(place: Place): Gate {
      const meant = new Set(
        [addressOf(place), awsAddress('sts', place.region)].map((it) => new URL(it).origin),
      );
      return gateTo(({ origin }) => meant.has(origin));
    },

    /** For the key sets of pools, which are asked for without any secret. */
    keySetGate: gateTo(({ origin, host }) => {
      const trust = trustIn(origin);
      return trust === 'aws' || trust === 'loopback' || admitted.has(host);
    }),

    /** For what fetches credentials: AWS's own services for that, encrypted. */
    credentialGate: gateTo(
      ({ protocol, hostname }) => protocol === 'https:' && CREDENTIAL_HOST.test(hostname),
    ),
  };
}

export type Destinations = ReturnType<typeof createDestinations>;
