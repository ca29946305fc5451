import { afterEach, describe, expect, it } from 'vitest';
import {
  closeProductionGate,
  passProductionGate,
  waitingWrite,
} from '../../../renderer/src/bridge/production-gate.ts';

const never = new AbortController().signal;
afterEach(closeProductionGate);

describe('writes to production that wait for the person’s word', () => {
  it('are asked about one after the other: a second one does not answer the first', async () => {
    const first = passProductionGate('a', 'Shop', never);
    const second = passProductionGate('b', 'Bank', never);
    expect(waitingWrite.value?.profileName).toBe('Shop');
    waitingWrite.value?.answer(true);
    expect(await first).toBe(true);
    expect(waitingWrite.value?.profileName).toBe('Bank');
    waitingWrite.value?.answer(false);
    expect(await second).toBe(false);
    expect(waitingWrite.value).toBeNull();
  });

  it('of one profile are opened by one word, and refused one by one', async () => {
    const [one, two] = [passProductionGate('a', 'Shop', never), passProductionGate('a', 'Shop', never)];
    waitingWrite.value?.answer(true);
    expect(await Promise.all([one, two])).toEqual([true, true]);

    const refused = passProductionGate('a', 'Shop', never);
    const other = passProductionGate('a', 'Shop', never);
    waitingWrite.value?.answer(false);
    expect(await refused).toBe(false);
    expect(waitingWrite.value).not.toBeNull();
    waitingWrite.value?.answer(true);
    expect(await other).toBe(true);
  });

  it('wait no longer once they are cancelled, or the profiles are locked', async () => {
    const cancel = new AbortController();
    const cancelled = passProductionGate('a', 'Shop', cancel.signal);
    const left = passProductionGate('b', 'Bank', never);
    cancel.abort();
    expect(await cancelled).toBe(false);
    closeProductionGate();
    expect(await left).toBe(false);
    expect(waitingWrite.value).toBeNull();
  });
});
