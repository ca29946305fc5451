import type { AppError, AppErrorOf, ErrorCode, Technical } from '#contract/app-error.ts';

/** Carries an `AppError` through core. The dispatcher turns it into a `Result`; it never crosses the bridge. */
export class AppFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.code);
    this.name = 'AppFailure';
    this.error = error;
  }
}

type DataOf<Code extends ErrorCode> = Omit<AppErrorOf<Code>, 'code' | 'technical'>;

/** An `AppFailure` of the given code, ready to throw. */
export function fail<Code extends ErrorCode>(
  code: Code,
  data: DataOf<Code>,
  technical?: Technical,
): AppFailure {
  return new AppFailure({ code, ...data, ...(technical && { technical }) } as unknown as AppError);
}
