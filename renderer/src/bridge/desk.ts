import type { Desk } from '#contract/bridge.ts';
import type { InputOf, OperationName, OutputOf } from '#contract/index.ts';
import type { Result } from '#contract/result.ts';

declare global {
  interface Window {
    readonly desk: Desk;
  }
}

/** The bridge that preload exposes. */
export const desk: Desk = window.desk;

/** Calls an operation by its contract name, for code that serves many operations. */
export function callDesk<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  callId?: string,
): Promise<Result<OutputOf<Name>>> {
  const [topic, verb] = name.split('.') as [string, string];
  const topics = desk as unknown as Record<
    string,
    Record<string, (input: InputOf<Name>, callId?: string) => Promise<Result<OutputOf<Name>>>>
  >;
  const call = topics[topic]?.[verb];
  if (!call) throw new Error(`The bridge has no ${name}`);
  return call(input, callId);
}
