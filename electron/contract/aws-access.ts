import { z } from 'zod';
import { localId, mfaCode } from './fields.ts';
import { instant, nothing, operation } from './operation.ts';

export const answerMfaInput = z.strictObject({
  /** Of the event `mfa.wanted`. */
  requestId: localId,
  /** Null: the person does not want to. The calls that wait end as cancelled. */
  code: mfaCode.nullable(),
});

export const awsAccessOperations = {
  /**
   * The answer to a question of `mfa.wanted`. A wrong code brings another question. Ids that nobody waits for are ignored: the
   * question may have been answered already.
   */
  'awsAccess.answerMfa': operation({ input: answerMfaInput, output: nothing }),
  /** Until when the AWS access of a profile lasts; null when it has no end or has not been used yet. */
  'awsAccess.status': operation({
    input: z.strictObject({ profileId: localId }),
    output: z.strictObject({ expiresAt: instant.nullable() }),
  }),
};
