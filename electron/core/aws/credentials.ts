import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsAccess } from '../profiles/profile-record.ts';

/** How credentials are fetched where they are not at hand: from STS, or from the portal of a single sign-on. */
export type CredentialOptions = {
  readonly requestHandler?: HttpHandler;
  /** Asks for the code of an MFA device, by its serial number. */
  readonly mfaCodeProvider?: (device: string) => Promise<string>;
};

/** The SDK's form of a profile's AWS access. Files are read anew, so that edits count without a restart. */
export async function credentialsFor(
  access: AwsAccess,
  { requestHandler, mfaCodeProvider }: CredentialOptions = {},
): Promise<AwsCredentialIdentity | AwsCredentialIdentityProvider> {
  const shared = {
    ignoreCache: true,
    // The SDK hands this on to its clients of STS and single sign-on.
    ...(requestHandler && { clientConfig: { requestHandler, ignoreConfiguredEndpointUrls: true } }),
    ...(mfaCodeProvider && { mfaCodeProvider }),
  };
  switch (access.kind) {
    case 'access-keys':
      return {
        accessKeyId: access.accessKeyId,
        secretAccessKey: access.secretAccessKey,
        ...(access.sessionToken !== null && { sessionToken: access.sessionToken }),
      };
    case 'aws-profile': {
      const { fromIni } = await import('./sdk-credentials.ts');
      return fromIni({ ...shared, profile: access.name });
    }
    case 'default-chain': {
      const { fromNodeProviderChain } = await import('./sdk-credentials.ts');
      // A desktop computer has no EC2 metadata service; one short try is enough to know.
      return fromNodeProviderChain({ ...shared, timeout: 1000, maxRetries: 0 });
    }
  }
}

/** Names of the profiles in the shared AWS files, sorted. Empty when there are no such files. */
export async function listAwsProfileNames(): Promise<string[]> {
  const { loadSharedConfigFiles } = await import('./sdk-credentials.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  // The loader keeps other kinds of sections among the profiles, told apart by their prefix only.
  return [...names].filter((name) => !/^(?:sso-session|services)\./.test(name)).sort();
}
