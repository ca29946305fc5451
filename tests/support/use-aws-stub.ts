import { afterAll, beforeEach } from 'vitest';
import { startAwsStub, type AwsStub } from './aws-stub.ts';

/** A stub for all tests of a file: it starts each one without scripts and requests, and ends with the last. */
export async function useAwsStub(): Promise<AwsStub> {
  const stub = await startAwsStub();
  beforeEach(() => {
    stub.reset();
  });
  afterAll(() => stub.stop());
  return stub;
}
