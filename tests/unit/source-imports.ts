import { readFile, readdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { parse as parseVue } from 'vue/compiler-sfc';
import packageJson from '../../package.json' with { type: 'json' };

export const projectRoot = join(import.meta.dirname, '../..');

export interface SourceImport {
  /** As it stands in the source. `null`: it is put together at run time, so nobody can tell. */
  readonly specifier: string | null;
  /**
   * `type` is gone from the bundle, `static` is loaded with the file, `dynamic` is loaded when the line runs.
   * `import { type A } from 'b'` is static: only an import whose every part is a type vanishes for sure.
   */
  readonly kind: 'type' | 'static' | 'dynamic';
  readonly names: readonly string[];
}

/** Every import of a module, in the order of the source: imports, re-exports, `import()`, `require()`, `typeof import()`. */
export function importsOf(source: string): readonly SourceImport[] {
  const found: SourceImport[] = [];
  const add = (
    module: ts.Node | undefined,
    kind: SourceImport['kind'],
    names: readonly string[] = [],
  ): void => {
    found.push({ specifier: module && ts.isStringLiteralLike(module) ? module.text : null, kind, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      add(
        node.moduleSpecifier,
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static',
        bindings && ts.isNamedImports(bindings)
          ? bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
          : [],
      );
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, 'type');
    } else if (ts.isCallExpression(node)) {
      const { expression } = node;
      if (expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'dynamic');
      else if (ts.isIdentifier(expression) && expression.text === 'require') add(node.arguments[0], 'static');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return found;
}

/**
 * What an import means for the layer rule: the path of a file of ours from the root (`electron/core/ports.ts`),
 * `node:` and a name for a module of Node, or the name of a package.
 */
export function targetOf(specifier: string, importer: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  for (const [pattern, target] of Object.entries(packageJson.imports)) {
    const prefix = pattern.slice(0, -1);
    if (specifier.startsWith(prefix)) return posix.join(target.slice(0, -1), specifier.slice(prefix.length));
  }
  if (builtinModules.includes(specifier)) return `node:${specifier}`;
  return specifier;
}

/** Source files below a folder, as paths from the root with `/`. Type-only declarations are no sources. */
export async function sourceFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(projectRoot, folder), { recursive: true });
  return entries
    .map((entry) => posix.join(folder, entry.replaceAll('\\', '/')))
    .filter((file) => /\.(ts|vue)$/.test(file) && !file.endsWith('.d.ts'))
    .toSorted();
}

export async function readImports(file: string): Promise<readonly SourceImport[]> {
  const source = await readFile(join(projectRoot, file), 'utf8');
  if (!file.endsWith('.vue')) return importsOf(source);
  const { descriptor } = parseVue(source, { sourceMap: false });
  return [descriptor.script, descriptor.scriptSetup].flatMap((block) =>
    block ? importsOf(block.content) : [],
  );
}
