import type { PowerMonitor } from 'electron';
import { createEvents } from './events.ts';
import { strict } from './strict.ts';

export const powerEvents = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'] as const;
export type PowerEvent = (typeof powerEvents)[number];

const events = createEvents<PowerMonitor>('powerMonitor', powerEvents);

/** Events come from tests only. */
export const emitPower = (event: PowerEvent) => events.emit(event);

export const powerMonitor = strict('powerMonitor', { ...events.methods });
