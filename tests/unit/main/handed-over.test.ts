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
  function running(isPackaged: boolean) {
    const app = Object.assign(new EventEmitter(), { isPackaged });
    const heard: unknown[] = [];
    receiveHandedOver({
      app: app as unknown as App,
      handOver: (item) => void heard.push(item),
      show: () => void heard.push('show'),
    });
    return { app, heard };
  }

  it('macOS tells of files and links by events, of which nothing else comes', () => {
    const { app, heard } = running(true);
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
    [true, ['Cognito Desk.exe', 'a.cognitodesk']],
    [false, ['electron.exe', 'b.cognitodesk', 'a.cognitodesk']],
  ])('a second start counts its own words only (packaged: %j)', (packaged, words) => {
    const { app, heard } = running(packaged);
    app.emit('second-instance', {}, words, '/work');
    expect(heard).toEqual([file('/work/a.cognitodesk'), 'show']);
  });
});
