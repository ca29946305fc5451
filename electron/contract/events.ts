/** What main tells the page without being asked. Free of zod, for preload. */
import type { Reading } from './people.ts';
import type { UpdateStatus } from './updates.ts';

/** Every event and what it carries. */
export type DeskEvents = {
  /** The vault was locked, opened or got other keys: what was read from it before may be gone. */
  'vault.changed': null;
  /** Somebody signed in, is no longer kept, or was renewed, or AWS refused to. */
  'sessions.changed': null;
  /**
   * AWS wants codes of the person's MFA devices before it gives access. All that are waited for now, oldest first, at
   * each change; empty when none is any more. Answered by `awsAccess.answerMfa`.
   */
  'mfa.wanted': readonly MfaWanted[];
  /** The system handed over a profile card, or a link to one: `sharing.openHandedOver`. */
  'sharing.handedOver': null;
  /** The person chose a screen in the menu of the app: `app.takeMenuChoice`. */
  'menu.chosen': null;
  /** The person chose “Select all” in the menu of the app. */
  'menu.selectAll': null;
  /** How far the reading of a pool is, or writing a file with its people. */
  'people.progress': PeopleProgress;
  /** A change was answered whose screen is gone: `outcomes.list`. */
  'outcomes.changed': null;
  /** A new version of the app was looked for, found, downloaded or dismissed. */
  'updates.changed': UpdateStatus;
};

/** The screens, and sections of the settings, that the menu of the app leads to. */
export const menuTargets = ['settings', 'import', 'updates', 'problems'] as const;
export type MenuTarget = (typeof menuTargets)[number];

export type PeopleProgress =
  | { readonly task: 'reading'; readonly profileId: string; readonly reading: Reading }
  | { readonly task: 'export'; readonly profileId: string; readonly done: number; readonly of: number };

export type MfaWanted = {
  readonly requestId: string;
  /** Null for the default chain. */
  readonly awsProfile: string | null;
  /** The device's serial number, for most an ARN. */
  readonly device: string;
  /** AWS did not take the code that was given before. */
  readonly again: boolean;
};

export type EventName = keyof DeskEvents;

/** One event as it crosses to the page. */
export type DeskEvent = {
  readonly [Name in EventName]: { readonly name: Name; readonly payload: DeskEvents[Name] };
}[EventName];

export const eventNames = [
  'vault.changed',
  'sessions.changed',
  'mfa.wanted',
  'sharing.handedOver',
  'menu.chosen',
  'menu.selectAll',
  'people.progress',
  'outcomes.changed',
  'updates.changed',
] as const satisfies readonly EventName[];

type Missing = Exclude<EventName, (typeof eventNames)[number]>;
/** Fails to compile, naming the events, when the list above lacks some. */
const complete: [Missing] extends [never] ? true : Missing = true;
void complete;

/** The IPC channel of all events. */
export const eventChannel = 'desk:event';

export function isDeskEvent(value: unknown): value is DeskEvent {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : null;
  return eventNames.some((known) => known === name);
}
