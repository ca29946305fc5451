import type { DoctorReport } from '#contract/doctor.ts';
import type { CognitoClients } from '../cognito/clients.ts';
import { credentialFailures } from '../cognito/exchange.ts';
import type { Call } from '../call.ts';
import type { ProfileRecord } from '../profiles/profile-record.ts';
import { allTried, gatherEvidence } from './evidence.ts';
import { judge } from './verdicts.ts';

/** Examines a profile against AWS; see `doctor.examine` in the contract. */
export async function examine(
  deps: { readonly clients: CognitoClients; readonly now: () => number },
  profile: ProfileRecord,
  call: Call,
): Promise<DoctorReport> {
  call.about(profile);
  const evidence = await gatherEvidence(deps, profile, call);
  // Whoever mends the access now must not meet the credentials that failed.
  const refused = allTried(evidence).some(
    ({ outcome }) => !outcome.ok && credentialFailures.has(outcome.error.code),
  );
  if (refused) deps.clients.forgetCredentials(profile.id);
  return judge(profile, evidence);
}
