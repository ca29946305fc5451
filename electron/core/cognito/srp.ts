import { fail } from '../app-failure.ts';

/** A password on its way through SRP: what proves it, without ever being sent. */
export type Srp = {
  /** `SRP_A`, in hex. */
  readonly publicValue: string;
  /**
   * The answer to PASSWORD_VERIFIER, from its parameters. Throws `unexplained` when they cannot be used, for instance
   * when the server's value is zero, with which anybody could pretend to be the pool.
   */
  prove(parameters: Readonly<Record<string, string>>, operation: string): Readonly<Record<string, string>>;
};

/** Begins SRP-6a as Cognito speaks it. Throws `pool-id-missing`: the pool's ID is part of what is hashed. */
export async function beginSrp(poolId: string | null, password: string): Promise<Srp> {
  if (poolId === null) throw fail('pool-id-missing', {});
  const { createSrpSession, signSrpSession } = await import('cognito-srp-helper');
  // The person's name comes with the challenge: AWS's own, not the alias that was typed.
  const session = createSrpSession('', password, poolId, false);
  return {
    publicValue: session.largeA,
    prove(parameters, operation) {
      try {
        const { passwordSignature, secret, timestamp } = signSrpSession(session, {
          ChallengeParameters: { ...parameters },
        });
        return {
          PASSWORD_CLAIM_SECRET_BLOCK: secret,
          PASSWORD_CLAIM_SIGNATURE: passwordSignature,
          TIMESTAMP: timestamp,
        };
      } catch (cause) {
        const name = cause instanceof Error ? cause.name : 'Error';
        const message = 'The answer of AWS holds no usable values for secure sign-in (SRP).';
        throw fail('unexplained', {}, { operation, name, message });
      }
    },
  };
}
