import { foundPool, type FoundPool } from './found-pool.ts';

/** The names under which Amplify's files keep each value, newest first. */
const names = {
  poolId: ['user_pool_id', 'userPoolId', 'aws_user_pools_id'],
  clientId: [
    'user_pool_client_id',
    'userPoolClientId',
    'userPoolWebClientId',
    'aws_user_pools_web_client_id',
  ],
  region: ['aws_region', 'region', 'aws_cognito_region', 'aws_project_region'],
  endpoint: ['user_pool_endpoint', 'userPoolEndpoint', 'endpoint'],
} as const;

/**
 * The pool of an Amplify configuration: `amplify_outputs.json`, `aws-exports.js`, or an `Amplify.configure` call. The
 * latter two are JavaScript; they are read as text, never run.
 */
export function readAmplify(text: string): FoundPool | null {
  if (!names.poolId.some((name) => text.includes(name))) return null;
  return foundPool({
    poolId: valueOf(text, names.poolId),
    clientId: valueOf(text, names.clientId),
    region: valueOf(text, names.region),
    endpoint: valueOf(text, names.endpoint),
  });
}

/** The text of `"name": "value"`, with any quotes or none around the name. */
function valueOf(text: string, candidates: readonly string[]): string | undefined {
  for (const name of candidates) {
    const match = new RegExp(`(?<![\\w-])['"]?${name}['"]?\\s*:\\s*(['"])([^'"\\\\\\r\\n]{1,300})\\1`).exec(
      text,
    );
    if (match?.[2] !== undefined) return match[2];
  }
  return undefined;
}
