/**
 * Draws every icon file of the app from the two SVG drawings beside this file. Run by hand after a change to them:
 * `node build/icons/render.ts`. The results are committed, so that building an installer needs no browser.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';

const iconsFolder = import.meta.dirname;
const buildFolder = join(iconsFolder, '..');

/** Sizes of the loose PNGs, which electron-builder installs on Linux. */
const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

/** Sizes inside the Windows icon. The format ends at 256 px. */
const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const;

/** Entry types of the macOS icon that hold a PNG, with their pixel size. `ic11` to `ic14` are the "@2x" ones. */
const icnsEntries = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/** Up to this many pixels the simplified drawing is the readable one. */
const smallUpTo = 48;

/**
 * How much smaller a macOS icon is drawn. Apple's template has a tile of 824 px on a canvas of 1024 px, ours has one
 * of 960 px: an icon that fills its canvas looks too big in the Dock.
 */
const macScale = 824 / 960;

interface Drawings {
  readonly large: string;
  readonly small: string;
}

async function renderPng(page: Page, drawings: Drawings, size: number, scale = 1): Promise<Buffer> {
  const drawing = size <= smallUpTo ? drawings.small : drawings.large;
  const margin = Math.round((size * (1 - scale)) / 2); // whole pixels keep the edges sharp
  const side = size - 2 * margin;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0; height: 100vh; display: grid; place-items: center }
     svg { width: ${String(side)}px; height: ${String(side)}px; display: block }</style>${drawing}`,
  );
  return page.screenshot({ omitBackground: true });
}

/** An `.ico` file of PNG images: a header, one 16-byte directory entry per image, the images. */
function icoFile(images: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const header = Buffer.from([0, 0, 1, 0, images.length, 0]);
  let offset = header.length + 16 * images.length;
  const directory = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    const side = size === 256 ? 0 : size; // one byte per side; 0 stands for 256
    entry.set([side, side, 0, 0, 1, 0, 32, 0]);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...directory, ...images.map(({ png }) => png)]);
}

/** An `.icns` file of PNG images: a header with the length of the file, then type, length and image per entry. */
function icnsFile(images: readonly { readonly type: string; readonly png: Buffer }[]): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(body.length + head.length, 4);
    return Buffer.concat([head, body]);
  };
  return chunk('icns', Buffer.concat(images.map(({ type, png }) => chunk(type, png))));
}

const drawings: Drawings = {
  large: await readFile(join(iconsFolder, 'icon.svg'), 'utf8'),
  small: await readFile(join(iconsFolder, 'icon-small.svg'), 'utf8'),
};
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();

  const pngs = new Map<number, Buffer>();
  for (const size of pngSizes) {
    const png = await renderPng(page, drawings, size);
    pngs.set(size, png);
    await writeFile(join(iconsFolder, `${String(size)}x${String(size)}.png`), png);
  }

  const icoImages = icoSizes.map((size) => ({ size, png: pngs.get(size) ?? Buffer.alloc(0) }));
  await writeFile(join(buildFolder, 'icon.ico'), icoFile(icoImages));

  const icnsImages: { type: string; png: Buffer }[] = [];
  for (const [type, size] of icnsEntries) {
    icnsImages.push({ type, png: await renderPng(page, drawings, size, size > smallUpTo ? macScale : 1) });
  }
  await writeFile(join(buildFolder, 'icon.icns'), icnsFile(icnsImages));
} finally {
  await browser.close();
}
