/**
 * Stand-ins for the programs that electron-builder fetches to make installers. Each notes what it was given, with the
 * files that are gone afterwards, and leaves something in the place of its result, so that the update metadata is
 * written, too.
 */
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a tool was called with. */
export type ToolCall = {
  readonly args: readonly string[];
  /** What came on standard input, for makensis. */
  readonly input: string;
  /** Text of the files that it was given, by the place that they get in the package. */
  readonly files: Readonly<Record<string, string>>;
  /** Every file of the folder that it packs. */
  readonly packed: readonly string[];
};

/** How each of them begins, in plain CommonJS. `records`, a folder, is defined in front of it. */
const noteCall = `
const { existsSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const args = process.argv.slice(2);
const files = {};
let packed = [];
const isText = (path) => existsSync(path) && statSync(path).isFile() && !path.endsWith('.png');
const list = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((it) => !it.isDirectory())
  .map((it) => relative(folder, join(it.parentPath, it.name)));
const after = (name) => args[args.indexOf(name) + 1];
const note = (input = '') => writeFileSync(
  join(records, process.hrtime.bigint() + '.json'),
  JSON.stringify({ args, input, files, packed }),
);
`;

const tools: Readonly<Record<string, string>> = {
  fpm: `
for (const name of ['--after-install', '--after-remove']) files[name] = readFileSync(after(name), 'utf8');
for (const arg of args) {
  const [from, to] = arg.split('=');
  if (to && isText(from)) files[to] = readFileSync(from, 'utf8');
  if (to && from.endsWith('/')) packed = list(from);
}
writeFileSync(after('--package'), 'deb');
note();`,
  mksquashfs: `
packed = list(args[0]);
for (const path of packed) {
  if (/^(AppRun|[^/]+\\.desktop|usr\\/share\\/mime\\/.*)$/.test(path)) files[path] = readFileSync(join(args[0], path), 'utf8');
}
writeFileSync(args[1], Buffer.alloc(4096));
note();`,
  makensis: `
const defined = (name) => args.find((it) => it.startsWith('-D' + name + '='))?.slice(name.length + 3);
const size = ['APP_64', 'APP_ARM64'].map(defined).filter(Boolean).reduce((sum, it) => sum + statSync(it).size, 1000);
const out = args.find((it) => it.startsWith('-XOutFile ')).slice(10).replaceAll('"', '');
writeFileSync(out, Buffer.alloc(size));
const uninstaller = defined('UNINSTALLER_OUT_FILE')?.replace(/^Z:/, '').replaceAll('\\\\', '/');
if (uninstaller) writeFileSync(uninstaller, '');
note(readFileSync(0, 'utf8'));`,
  wine: '',
};

const recordsOf = (folder: string, tool: string) => join(folder, 'records', tool);

/** Every call of one of the tools in `folder`, oldest first. */
export async function callsOf(
  folder: string,
  tool: 'fpm' | 'mksquashfs' | 'makensis',
): Promise<readonly ToolCall[]> {
  const records = recordsOf(folder, tool);
  const names = (await readdir(records)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(records, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as ToolCall);
}

/** Writes the tools. Returns the environment variables that put them in the place of the real ones. */
export async function writeFakeTools(folder: string): Promise<Readonly<Record<string, string>>> {
  const put = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    await chmod(join(folder, path), 0o755);
  };
  const putTool = async (tool: string, path: string) => {
    await mkdir(recordsOf(folder, tool), { recursive: true });
    const constants = `const records = ${JSON.stringify(recordsOf(folder, tool))};`;
    await put(path, `#!${process.execPath}\n${constants}\n${noteCall}\n${tools[tool] ?? ''}\n`);
  };
  await putTool('fpm', 'fpm');
  await putTool('wine', 'bin/wine');
  await putTool('mksquashfs', 'appimage/mksquashfs');
  await putTool('makensis', 'nsis/linux/makensis');
  await put('appimage/desktop-file-validate', '');
  for (const arch of ['x64', 'arm64']) {
    await put(`appimage/runtimes/runtime-${arch}`, 'runtime');
    await put(`appimage/lib/${arch}/lib.so`, '');
  }
  await put('nsis/elevate.exe', '');
  await put('nsis-resources/plugins/x86-unicode/plugin.dll', '');
  return {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    CUSTOM_FPM_PATH: join(folder, 'fpm'),
    APPIMAGE_TOOLS_PATH: join(folder, 'appimage'),
    ELECTRON_BUILDER_NSIS_DIR: join(folder, 'nsis'),
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(folder, 'nsis-resources'),
  };
}
