/** A home folder with AWS files of its own, for a process that must not see those of this computer. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './desk.ts';

export type AwsFiles = {
  readonly home: string;
  readonly config: (text: string) => Promise<void>;
  readonly credentials: (text: string) => Promise<void>;
  /** The token that `aws sso login` would have left for a session. */
  readonly ssoToken: (session: string, token: object) => Promise<void>;
};

const cleared = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** Points the AWS SDK at files of this test until it ends. No file exists until it is written. */
export async function useAwsFiles(): Promise<AwsFiles> {
  const home = await temporaryFolder();
  const paths = { config: join(home, 'aws-config'), credentials: join(home, 'aws-credentials') };
  for (const name of cleared) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_CONFIG_FILE', paths.config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', paths.credentials);
  // Otherwise the end of the default chain asks the address of EC2.
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());

  return {
    home,
    config: (text) => writeFile(paths.config, text),
    credentials: (text) => writeFile(paths.credentials, text),
    async ssoToken(session, token) {
      const folder = join(home, '.aws', 'sso', 'cache');
      await mkdir(folder, { recursive: true });
      const name = createHash('sha1').update(session).digest('hex');
      await writeFile(join(folder, `${name}.json`), JSON.stringify(token));
    },
  };
}
