import { app } from './app.ts';
import { lifecycle } from './lifecycle.ts';
import { options } from './options.ts';
import { createSystemStorage } from './system-storage.ts';

const ofSystem = createSystemStorage({
  platform: process.platform,
  keyring: options.keyring,
  isReady: () => lifecycle.ready,
  folder: () => app.getPath('userData'),
});
export const { safeStorage } = ofSystem;

/** The person answers the question of the keyring. */
export const answerKeyring = ofSystem.answer;
