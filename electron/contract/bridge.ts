/** The shape of `window.desk`, derived from the contract. */
import type { DeskEvent } from './events.ts';
import type { InputOf, OperationName, OutputOf } from './index.ts';
import type { Result } from './result.ts';

type Topic = OperationName extends `${infer Name}.${string}` ? Name : never;

/**
 * One operation on the bridge. Never rejects for anything that an operation does.
 * `callId` names the call for `calls.cancel`: 1 to 64 characters, unique among the calls under way.
 */
export type DeskCall<Name extends OperationName> = (
  input: InputOf<Name>,
  callId?: string,
) => Promise<Result<OutputOf<Name>>>;

export type Desk = {
  readonly [T in Topic]: {
    readonly [Name in OperationName as Name extends `${T}.${infer Verb}` ? Verb : never]: DeskCall<Name>;
  };
} & {
  readonly events: {
    /** Calls `listener` at each event of main, until the returned function is called. */
    readonly on: (listener: (event: DeskEvent) => void) => () => void;
  };
};
