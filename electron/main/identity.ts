import { join } from 'node:path';
import type { App } from 'electron';

/** Where an unpackaged run keeps its files: apart from the installed app, whose key has another name. */
export type Identity = { readonly name: string; readonly userData: string };

/**
 * Name and folder of this run. They are frozen for the installed app: the key that protects the profiles is named
 * after them. `COGNITO_DESK_USER_DATA` moves the folder of an unpackaged run, for the demo and the tests.
 */
export function identityOf(
  packaged: boolean,
  appData: string,
  environment: Readonly<Record<string, string | undefined>>,
): Identity {
  const name = packaged ? 'Cognito Desk' : 'Cognito Desk Dev';
  const moved = packaged ? undefined : environment['COGNITO_DESK_USER_DATA'];
  return { name, userData: moved ?? join(appData, name) };
}

export function applyIdentity(app: App): Identity {
  const identity = identityOf(app.isPackaged, app.getPath('appData'), process.env);
  app.setName(identity.name);
  app.setPath('userData', identity.userData);
  app.setAppUserModelId('app.cognitodesk.desktop');
  return identity;
}
