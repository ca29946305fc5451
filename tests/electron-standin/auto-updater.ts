import { EventEmitter } from 'node:events';

/** Electron's own updater serves Windows' Squirrel and macOS. On Linux there is none, only the source of its events. */
export const autoUpdater = new EventEmitter();
