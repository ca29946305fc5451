/** Tokens with a real signature, and the key set of the pool that made them. */
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey } from 'jose';

export type Signer = {
  /** As it stands at `/.well-known/jwks.json`. */
  readonly keySet: { readonly keys: readonly object[] };
  /** An access token of an hour, made at `now`. Changes that are undefined take a claim away. */
  readonly access: (now: number, changes?: Claims) => Promise<string>;
  readonly sign: (claims: Claims, header?: Record<string, unknown>) => Promise<string>;
};

type Claims = Readonly<Record<string, unknown>>;

/** Who makes the tokens, and for which app client. */
type Maker = { readonly issuer: string; readonly clientId: string; readonly keyId?: string };

export async function createSigner({ issuer, clientId, keyId = 'key-1' }: Maker): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }] };
  const sign: Signer['sign'] = (claims, header = {}) =>
    signWith(privateKey, claims, { kid: keyId, ...header });
  return {
    keySet,
    sign,
    access: (now, changes = {}) => {
      const seconds = Math.floor(now / 1000);
      return sign({
        sub: '11111111-2222-4333-8444-555555555555',
        iss: issuer,
        client_id: clientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        username: 'jane',
        iat: seconds,
        exp: seconds + 3600,
        ...changes,
      });
    },
  };
}

const signWith = (key: CryptoKey, claims: Claims, header: Record<string, unknown>): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(key);
