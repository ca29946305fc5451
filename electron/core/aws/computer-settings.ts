import type { ComputerAddress } from '#contract/profiles.ts';
import { newEndpoint } from '#contract/fields.ts';

const VARIABLES = ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL'];

/**
 * The addresses for Cognito that the AWS settings of this computer name, most particular first, as the AWS command line
 * would find them. The app follows none of them by itself: it tells of them, and the person may take one over.
 */
export async function computerAddresses(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ComputerAddress[]> {
  const { loadSharedConfigFiles } = await import('./sdk-credentials.ts');
  const { configFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const name = environment['AWS_PROFILE'] ?? 'default';
  const profile = configFile[name] ?? {};
  const services = configFile[`services.${profile['services'] ?? ''}`] ?? {};
  const ignores =
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls'];
  if (ignores?.toLowerCase() === 'true') return [];
  const found: [setting: ComputerAddress['setting'], value: string | undefined][] = [
    ...VARIABLES.map((variable): [ComputerAddress['setting'], string | undefined] => [
      { kind: 'variable', name: variable },
      environment[variable],
    ]),
    [{ kind: 'aws-profile', name }, services['cognito_identity_provider.endpoint_url']],
    [{ kind: 'aws-profile', name }, profile['endpoint_url']],
  ];
  return found.flatMap(([setting, value]) =>
    value !== undefined && URL.canParse(value)
      ? [{ setting, host: new URL(value).host, address: newEndpoint.safeParse(value).data ?? null }]
      : [],
  );
}
