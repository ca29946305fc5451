import type { AppError } from './app-error.ts';

/** What every call over the bridge resolves to. Nothing throws across the bridge. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppError };

export const success = <Value>(value: Value): Result<Value> => ({ ok: true, value });
export const failure = (error: AppError): Result<never> => ({ ok: false, error });

/** Marks a switch as exhaustive: adding a case to the union breaks the build where it is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
