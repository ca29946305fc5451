/** The table of what was seen on real Electron. */
import { describe, expect, it } from 'vitest';
import { electronReport, resultsOf, testProgram, type PlaywrightReport } from '#build/electron-report.ts';
import { displayServer, keyLeftBehind } from '#build/runtime/desktop.ts';

/** As Playwright's JSON reporter writes it. */
const report: PlaywrightReport = {
  suites: [
    {
      file: 'ui/find.spec.ts',
      specs: [
        { title: 'finds', tests: [{ status: 'expected' }] },
        { title: 'waits', tests: [{ status: 'flaky' }] },
      ],
      suites: [
        {
          file: 'ui/find.spec.ts',
          specs: [
            { title: 'a | b', tests: [{ status: 'unexpected' }] },
            {
              title: 'one',
              tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'No keyring.' }] }],
            },
            {
              title: 'two',
              tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'No keyring.' }] }],
            },
            { title: 'three', tests: [{ status: 'skipped', annotations: [{ type: 'fixme' }] }] },
          ],
        },
      ],
    },
  ],
};

describe('the report on real Electron', () => {
  it('counts the tests of each file, with the reasons of those that did not run', () => {
    expect(resultsOf(report)).toEqual([
      {
        file: 'find.spec.ts',
        passed: 1,
        failed: ['waits', 'a | b'],
        skipped: 3,
        reasons: ['No keyring.', 'no reason given'],
      },
    ]);
    expect(resultsOf({ errors: [{ message: 'No tests found' }] })).toEqual([]);
  });

  it('says what was seen, where and when', () => {
    const text = electronReport(
      {
        date: new Date('2026-12-01T23:30:00Z'),
        app: '0.1.0',
        electron: '45.4.1',
        chromium: '153.0.1',
        node: '24.18.1',
        system: 'Linux 6.8, x64',
        displayServer: 'Xvfb',
        keyring: 'none',
        sandbox: 'on',
      },
      resultsOf(report),
      [{ name: 'Fuses', result: 'as stated,\n  all' }],
    );

    expect(text.split('\n')).toEqual([
      '## Electron 45.4.1 on Linux 6.8, x64, 2026-12-01',
      '',
      '| What | Seen |',
      '| --- | --- |',
      '| Cognito Desk | 0.1.0 |',
      '| Electron | 45.4.1 |',
      '| Chromium | 153.0.1 |',
      '| Node.js | 24.18.1 |',
      '| System | Linux 6.8, x64 |',
      '| Display server | Xvfb |',
      '| Keyring | none |',
      '| Sandbox | on |',
      '| Fuses | as stated, all |',
      '',
      '| Tests | Passed | Failed | Skipped |',
      '| --- | --- | --- | --- |',
      '| `find.spec.ts` | 1 | 2: waits; a \\| b | 3: No keyring.; no reason given |',
      '| All | 1 | 2 | 3 |',
      '',
    ]);
  });
});

it.each([
  ['linux', 'x64', 'release/test/linux-unpacked/cognito-desk'],
  ['linux', 'arm64', 'release/test/linux-arm64-unpacked/cognito-desk'],
  ['win32', 'x64', 'release/test/win-unpacked/Cognito Desk.exe'],
  ['darwin', 'arm64', 'release/test/mac-arm64/Cognito Desk.app/Contents/MacOS/Cognito Desk'],
] as const)('the program of the test build on %s, %s', (platform, arch, expected) => {
  expect(testProgram(platform, arch)).toBe(expected);
});

it('the display is named', () => {
  expect(displayServer('darwin', {}, false)).toBe('that of the system');
  expect(displayServer('linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, false)).toBe('Wayland');
  expect(displayServer('linux', { DISPLAY: ':0' }, false)).toBe('X11');
  expect(displayServer('linux', {}, true)).toBe('Xvfb');
});

it('a demo says what it leaves behind', () => {
  expect(keyLeftBehind('darwin')).toMatch(/only “Cognito Desk Dev Safe Storage” stays .* in its Keychain/);
  expect(keyLeftBehind('linux')).toMatch(/only “Cognito Desk Dev Safe Storage” stays .* in its keyring/);
  expect(keyLeftBehind('win32')).toMatch(/^Nothing/);
});
