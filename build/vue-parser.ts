/**
 * The parser for the scripts of Vue components. typescript-eslint would build its program anew for each component, which
 * took nine tenths of the time of linting: here one program holds all of them from the start.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { parse } from 'vue/compiler-sfc';

const renderer = join(import.meta.dirname, '../renderer');
const isVue = (file: string) => file.endsWith('.vue');

/** The script of a component exactly as vue-eslint-parser hands it on: a type parameter has become a type. */
function scriptOf(file: string): string {
  const script = parse(readFileSync(file, 'utf8')).descriptor.scriptSetup;
  const [, name = '', bound = ''] = /^(\w+) extends( .+)$/.exec(String(script?.attrs['generic'] ?? '')) ?? [];
  return `${name && `type ${name} = ${bound};\n`}${script?.content ?? ''}`;
}

function createProgram(): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(renderer, 'tsconfig.json'),
    { allowNonTsExtensions: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
    undefined,
    undefined,
    [{ extension: 'vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }],
  );
  if (!config) throw new Error('renderer/tsconfig.json cannot be read.');
  const host = ts.createCompilerHost(config.options, true);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (file, options, ...rest) =>
    isVue(file)
      ? ts.createSourceFile(file, scriptOf(file), options, true, ts.ScriptKind.TS)
      : readSource(file, options, ...rest);
  return ts.createProgram(config.fileNames, config.options, host);
}

const program = createProgram();
const parseScript: (code: string, options: object) => unknown = tseslint.parser.parseForESLint;

/** vue-eslint-parser asks for the script as a whole, which the program knows, and for each expression of a template. */
export const vueScriptParser = {
  ...tseslint.parser,
  parseForESLint(code: string, options: { filePath: string }) {
    const known = program.getSourceFile(options.filePath)?.text === code;
    return parseScript(code, { ...options, programs: known ? [program] : null });
  },
};
