import { describe, expect, it } from 'vitest';
import { UpdateFailure } from '#core/updates/updates.ts';
import { failureOf, plainNotes } from '#main/updater.ts';

const withCode = (code: string, message = 'text') => Object.assign(new Error(message), { code });

describe('what goes wrong with a new version', () => {
  it.each([
    ['a sum that differs', withCode('ERR_CHECKSUM_MISMATCH'), 'damaged'],
    ['a signature of somebody else', withCode('ERR_UPDATER_INVALID_SIGNATURE'), 'wrong-signature'],
    [
      'an app for macOS that is not signed',
      new Error('Could not get code signature for running application'),
      'wrong-signature',
    ],
    ['a page that is not there', withCode('HTTP_ERROR_404'), 'not-published'],
    [
      'a file that is not there',
      new Error('Cannot download "https://x.example/y", status 404: Not Found'),
      'not-published',
    ],
    ['no release', withCode('ERR_UPDATER_LATEST_VERSION_NOT_FOUND'), 'not-published'],
    ['a full disk', withCode('ENOSPC'), 'disk'],
    ['a folder of somebody else', withCode('EACCES'), 'disk'],
    ['no network', new Error('net::ERR_INTERNET_DISCONNECTED'), 'unreachable'],
    ['a cut connection', withCode('ECONNRESET'), 'unreachable'],
    ['no error at all', 'text', 'other'],
  ])('%s', (_name, cause, trouble) => {
    const failure = failureOf(cause);
    expect(failure).toBeInstanceOf(UpdateFailure);
    expect(failure).toMatchObject({ trouble });
  });

  it('leaves a fault of the app what it is', () => {
    const fault = new TypeError('planted');
    expect(failureOf(fault)).toBe(fault);
    const known = new UpdateFailure('disk');
    expect(failureOf(known)).toBe(known);
  });
});

describe('what is new in a version', () => {
  it.each([
    ['- One\n- Two', '- One\n- Two'],
    ['  text \n', 'text'],
    ['', null],
    [' \n', null],
    ['<p>From GitHub</p>', null],
    ['\n<ul><li>x</li></ul>', null],
    [[{ version: '1.0.0', note: 'x' }], null],
    [undefined, null],
    [null, null],
  ])('%j is shown as %j', (notes, shown) => {
    expect(plainNotes(notes)).toBe(shown);
  });

  it('is cut where it is longer than anybody reads', () => {
    expect(plainNotes('x'.repeat(30_000))).toHaveLength(20_000);
  });
});
