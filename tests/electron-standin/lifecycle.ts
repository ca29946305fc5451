/** What several topics share: how far the app has come, and its events. */
import type { App } from 'electron';
import { createEvents } from './events.ts';

export const appEvents = createEvents<App>('app', [
  'ready',
  'window-all-closed',
  'activate',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'open-file',
  'open-url',
  'child-process-gone',
  'web-contents-created',
  'browser-window-created',
]);

export const lifecycle = { ready: false, quitting: false };

/** Electron refuses these calls before `ready`, in words of its own that the caller gives. */
export function requireReady(message: string): void {
  if (!lifecycle.ready) throw new Error(message);
}

/** Electron refuses these calls after `ready`. */
export function requireNotReady(message: string): void {
  if (lifecycle.ready) throw new Error(message);
}
