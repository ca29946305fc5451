import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import type { App } from 'electron';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handedOverIn, receiveHandedOver } from '#main/handed-over.ts';
import { anyCharacter } from '#tests/support/any-character.ts';

const file = (path: string) => ({ kind: 'file', path });
const link = (address: string) => ({ kind: 'link', address });

describe('the words of a start', () => {
  it.each([
    [['/home/jane/Shop.cognitodesk'], [file('/home/jane/Shop.cognitodesk')]],
    [['Shop.cognitodesk'], [file('/work/Shop.cognitodesk')]],
    [['../Shop.CognitoDesk'], [file('/Shop.CognitoDesk')]],
    [['file:///home/jane/My%20shop.cognitodesk'], [file('/home/jane/My shop.cognitodesk')]],
    [['cognito-desk:card#e30'], [link('cognito-desk:card#e30')]],
    [['Cognito-Desk://card/?e30'], [link('Cognito-Desk://card/?e30')]],
    [['--no-sandbox', 'a.cognitodesk', '--x=b.cognitodesk'], [file('/work/a.cognitodesk')]],
    [
      ['a.cognitodesk', 'cognito-desk:card#e30'],
      [file('/work/a.cognitodesk'), link('cognito-desk:card#e30')],
    ],
  ])('hand over cards and links: %j', (words, expected) => {
    expect(handedOverIn(words, '/work')).toEqual(expected);
  });

  it.each([
    '',
    '.',
    'notes.txt',
    'https://example.com/card.cognitodesk.html',
    'cognito-desk',
    'file://server/share/card.cognitodesk',
    'file:///a%2Fb.cognitodesk',
    'nul\0.cognitodesk',
    `${'x'.repeat(32_768)}.cognitodesk`,
  ])('hand over nothing else: %j', (word) => {
    expect(handedOverIn([word], '/work')).toEqual([]);
  });

  it.each(['C:\\cards\\Shop.cognitodesk', 'file:///C:/cards/Shop.cognitodesk', 'Shop.cognitodesk'])(
    'hand over a file of this computer on Windows: %s',
    (word) => {
      expect(handedOverIn([word], 'C:\\cards', 'win32')).toEqual([file('C:\\cards\\Shop.cognitodesk')]);
    },
  );

  it.each([
    '\\\\server\\share\\Shop.cognitodesk',
    '//server/share/Shop.cognitodesk',
    'file://server/share/Shop.cognitodesk',
    '\\\\?\\UNC\\server\\share\\Shop.cognitodesk',
    '\\\\.\\pipe\\x.cognitodesk',
    'C:\\cards\\NUL.cognitodesk',
    'com1.cognitodesk',
    'NUL .cognitodesk',
    'LPT².cognitodesk',
    'CONIN$.cognitodesk',
  ])('hand over nothing of other computers or devices on Windows: %s', (word) => {
    expect(handedOverIn([word], 'C:\\cards', 'win32')).toEqual([]);
    expect(handedOverIn(['Shop.cognitodesk'], '\\\\server\\share', 'win32')).toEqual([]);
  });

  it('never end in a fault, and paths are whole', () => {
    const word = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string().map((name) => `${name}.cognitodesk`),
      fc.string().map((name) => `file:${name}.cognitodesk`),
      fc.string().map((rest) => `cognito-desk:${rest}`),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        for (const item of handedOverIn(words, '/work')) {
          expect(item.kind === 'link' || isAbsolute(item.path)).toBe(true);
        }
      }),
    );
  });
});

describe('while the app runs', () => {
  function running() {
    const app = new EventEmitter();
    const heard: unknown[] = [];
    receiveHandedOver({
      app: app as unknown as App,
      handOver: (item) => void heard.push(item),
      show: () => void heard.push('show'),
    });
    return { app, heard };
  }

  it('macOS tells of files and links by events, of which nothing else comes', () => {
    const { app, heard } = running();
    let prevented = 0;
    const event = { preventDefault: () => void (prevented += 1) };
    app.emit('open-file', event, '/Users/jane/Shop.cognitodesk');
    app.emit('open-url', event, 'cognito-desk:card#e30');
    app.emit('open-url', event, 'https://example.com/');
    expect(heard).toEqual([
      file('/Users/jane/Shop.cognitodesk'),
      'show',
      link('cognito-desk:card#e30'),
      'show',
      'show',
    ]);
    expect(prevented).toBe(3);
  });

  it.each([
    ['installed', ['Cognito Desk.exe', '--allow-file-access-from-files', 'a.cognitodesk']],
    ['installed, after the switches of a link', ['Cognito Desk.exe', '--', 'a.cognitodesk']],
    ['from the sources', ['electron', '--allow-file-access-from-files', '.', 'a.cognitodesk']],
    ['from the sources, with the app folder last', ['electron', '--no-sandbox', 'a.cognitodesk', '/app']],
  ])('a second start counts files and links, in whichever order Electron tells of it: %s', (_how, words) => {
    const { app, heard } = running();
    app.emit('second-instance', {}, words, '/work');
    expect(heard).toEqual([file('/work/a.cognitodesk'), 'show']);
  });
});
