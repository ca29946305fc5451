/**
 * The server's side of Cognito's SRP, written from its description (RFC 5054, 3072-bit group) with Node's own numbers
 * and hashes, and with nothing of the library that the app uses.
 */
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** RFC 3526, group 15. */
const N = BigInt(
  `0x${`
  FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
  EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
  EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
  83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
  E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510
  15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
  ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C
  BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`.replaceAll(
    /\s/g,
    '',
  )}`,
);
const g = 2n;

/** As Java writes a positive number: whole bytes, with a zero in front of a set highest bit. */
function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base % N, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

const k = numberOf(sha256(bytesOf(N), bytesOf(g)));

/** A user pool that knows a person by a verifier of their password only. */
export function createSrpServer(poolId: string, userId: string, password: string) {
  const pool = poolId.split('_')[1] ?? '';
  const salt = numberOf(randomBytes(16));
  const x = numberOf(sha256(bytesOf(salt), sha256(`${pool}${userId}:${password}`)));
  const verifier = power(g, x);
  const b = numberOf(randomBytes(128));
  const B = (k * verifier + power(g, b)) % N;
  const secretBlock = randomBytes(1000);

  return {
    /** Parameters of PASSWORD_VERIFIER. */
    parameters: {
      SALT: salt.toString(16),
      SRP_B: B.toString(16),
      SECRET_BLOCK: secretBlock.toString('base64'),
      USER_ID_FOR_SRP: userId,
      USERNAME: userId,
    },
    /** Whether the answer proves the password. `publicValue` is SRP_A. */
    proves(publicValue: string, responses: Readonly<Record<string, string>>): boolean {
      const A = BigInt(`0x${publicValue}`);
      const u = numberOf(sha256(bytesOf(A), bytesOf(B)));
      const shared = power(A * power(verifier, u), b);
      const key = hkdfSync('sha256', bytesOf(shared), bytesOf(u), 'Caldera Derived Key', 16);
      const { TIMESTAMP: time = '', PASSWORD_CLAIM_SECRET_BLOCK: block = '' } = responses;
      const signature = createHmac('sha256', Buffer.from(key))
        .update(`${pool}${userId}`)
        .update(Buffer.from(block, 'base64'))
        .update(time)
        .digest('base64');
      return (
        A % N !== 0n &&
        secretBlock.equals(Buffer.from(block, 'base64')) &&
        signature === responses['PASSWORD_CLAIM_SIGNATURE']
      );
    },
  };
}
