import type { ProfileSummary } from '#contract/profiles.ts';
import { environmentNames } from '../../locales/en/profiles.ts';

/** Where a profile's pool is: its region, or the host of its custom endpoint. */
export const placeOf = ({ endpoint, region }: Pick<ProfileSummary, 'endpoint' | 'region'>): string =>
  endpoint ? (URL.parse(endpoint)?.host ?? endpoint) : region;

/** The line under a profile's name, e.g. "Staging · eu-west-1". */
export const describeProfile = (profile: ProfileSummary): string =>
  `${environmentNames[profile.environment]} · ${placeOf(profile)}`;
