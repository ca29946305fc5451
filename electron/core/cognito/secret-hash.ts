import { createHmac } from 'node:crypto';

/**
 * SECRET_HASH of an app client with a secret: HMAC-SHA256, keyed with the secret, over username and client ID,
 * in base64. The username must be exactly the one that the same request carries: AWS compares code points, so it is
 * not normalised here. Source: Amazon Cognito developer guide, "Computing secret hash values".
 */
export function secretHash(username: string, clientId: string, clientSecret: string): string {
  return createHmac('sha256', clientSecret)
    .update(username + clientId, 'utf8')
    .digest('base64');
}
