import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { applyIdentity, identityOf } from '#main/identity.ts';

const appData = join('home', 'config');

describe('the identity', () => {
  it('of the installed app never changes: the key of the profiles is named after it', () => {
    const frozen = { name: 'Cognito Desk', userData: join(appData, 'Cognito Desk') };
    expect(identityOf(true, appData, {})).toEqual(frozen);
    expect(identityOf(true, appData, { COGNITO_DESK_USER_DATA: '/tmp/other' })).toEqual(frozen);
  });

  it('of a run from the sources is another one', () => {
    expect(identityOf(false, appData, {})).toEqual({
      name: 'Cognito Desk Dev',
      userData: join(appData, 'Cognito Desk Dev'),
    });
  });

  it('of a run from the sources can keep its files elsewhere', () => {
    expect(identityOf(false, appData, { COGNITO_DESK_USER_DATA: '/tmp/other' })).toEqual({
      name: 'Cognito Desk Dev',
      userData: '/tmp/other',
    });
  });

  it('is told to the app, with the ID that the installer uses', () => {
    const recipe = readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8');
    const appId = /^appId: (\S+)$/m.exec(recipe)?.[1];
    expect(appId).toBeDefined();
    const told: unknown[] = [];
    const tell =
      (what: string) =>
      (...args: unknown[]) =>
        void told.push([what, ...args]);
    const app = {
      isPackaged: true,
      getPath: () => appData,
      setName: tell('name'),
      setPath: tell('path'),
      setAppUserModelId: tell('model'),
    };
    applyIdentity(app as unknown as App);
    expect(told).toEqual([
      ['name', 'Cognito Desk'],
      ['path', 'userData', join(appData, 'Cognito Desk')],
      ['model', appId],
    ]);
  });
});
