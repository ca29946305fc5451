import { foundPool, type FoundPool } from './found-pool.ts';

/** Both issuer hosts of Cognito, in every partition; paths below the pool (`/.well-known/…`) may follow. */
const ISSUER =
  /https:\/\/(?:issuer-)?cognito-idp(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)\/([\w-]+_[0-9a-zA-Z]+)/;

/** The pool that an OIDC issuer address, or an address of its key set, names. */
export function readIssuer(text: string): FoundPool | null {
  const [, region, poolId] = ISSUER.exec(text) ?? [];
  return poolId === undefined ? null : foundPool({ region, poolId });
}
