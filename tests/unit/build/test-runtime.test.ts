/** What the tests run the app on, and with which of the machine's variables. */
import { expect, it } from 'vitest';
import { electronForTests } from '#tests/support/electron-for-tests.ts';
import { machineEnvironment } from '#tests/support/machine-environment.ts';

it('tests take the stand-in, also where Electron is there, unless they are asked for it by name', () => {
  const find = () => '/e/electron';

  expect(electronForTests({}, find)).toBeUndefined();
  expect(electronForTests({ COGNITO_DESK_TEST_ON: 'stand-in' }, find)).toBeUndefined();
  expect(electronForTests({ COGNITO_DESK_TEST_ON: 'electron' }, find)).toBe('/e/electron');
});

it('tests that are asked for Electron never take the stand-in silently', () => {
  expect(() => electronForTests({ COGNITO_DESK_TEST_ON: 'electron' }, () => undefined)).toThrow(
    'npm exec install-electron',
  );
  expect(() => electronForTests({ COGNITO_DESK_TEST_ON: 'Electron' }, () => '/e')).toThrow('not Electron');
});

it('the app under test can open a window where xvfb-run shows it, and gets nothing of AWS', () => {
  expect(
    machineEnvironment({
      DISPLAY: ':99',
      XAUTHORITY: '/tmp/xvfb-run.a/Xauthority',
      XDG_SESSION_TYPE: 'x11',
      XDG_DATA_DIRS: '/usr/share',
      SystemRoot: 'C:\\Windows',
      AWS_PROFILE: 'production',
      LANG: undefined,
    }),
  ).toEqual({
    DISPLAY: ':99',
    XAUTHORITY: '/tmp/xvfb-run.a/Xauthority',
    XDG_SESSION_TYPE: 'x11',
    XDG_DATA_DIRS: '/usr/share',
    SystemRoot: 'C:\\Windows',
  });
});
