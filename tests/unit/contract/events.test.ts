import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelOf, operationNames } from '#contract/channels.ts';
import { eventChannel, eventNames, isDeskEvent } from '#contract/events.ts';

describe('events', () => {
  it('are known by their names', () => {
    for (const name of eventNames) expect(isDeskEvent({ name, payload: null })).toBe(true);
  });

  it('have a channel that no operation has', () => {
    expect(operationNames.map(channelOf)).not.toContain(eventChannel);
  });

  it('are nothing else', () => {
    fc.assert(fc.property(fc.anything(), (value) => !isDeskEvent(value)));
    expect(isDeskEvent({ name: 'vault.opened' })).toBe(false);
  });
});
