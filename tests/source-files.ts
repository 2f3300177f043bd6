import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '..')
const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', '.git', '.next', 'dist', 'data', 'lib/generated', 'test-results'])

/** One `import`, `export … from` or `import()`. */
export type Import = {
  /** As written: `#lib/core/bin`, `./answers`, `zod`. */
  specifier: string
  /** Path of the file from the project's root without its ending, or null for a package. */
  target: string | null
  /** Erased by compilation. */
  typeOnly: boolean
}

/** Parsed when its tree or imports are read. */
export type SourceFile = { path: string; text: string; readonly tree: ts.SourceFile; readonly imports: readonly Import[] }

/** All hand-written TypeScript files of the project, sorted, relative to the root. */
export function sourceFiles(): readonly SourceFile[] {
  files ??= pathsUnder('').filter(isTypeScript).map(readSource)
  return files
}

let files: readonly SourceFile[] | null = null

function pathsUnder(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(directory, entry.name)
    if (NOT_OURS.has(path)) return []
    return entry.isDirectory() ? pathsUnder(path) : [path]
  })
}

function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith('.d.ts')
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return parseSource(path, text)
}

export function parseSource(path: string, text: string): SourceFile {
  let parsed: Pick<SourceFile, 'tree' | 'imports'> | null = null
  const parse = () => {
    if (!parsed) {
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      parsed = { tree, imports: importsOf(path, tree) }
    }
    return parsed
  }
  return {
    path,
    text,
    get tree() {
      return parse().tree
    },
    get imports() {
      return parse().imports
    },
  }
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const imports: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return
    imports.push({ specifier: specifier.text, target: targetOf(path, specifier.text), typeOnly })
  }
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
  })
  return imports
}

/** Calls `visit` for the node and all below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : null
  return !clause.name && named !== null && named.length > 0 && named.every((element) => element.isTypeOnly)
}

function targetOf(path: string, specifier: string): string | null {
  const target = specifier.startsWith('#lib/')
    ? specifier.slice(1)
    : specifier.startsWith('@/')
      ? specifier.slice(2)
      : specifier.startsWith('.')
        ? posix.join(posix.dirname(path), specifier)
        : null
  return target?.replace(/\.(tsx?|mjs|js)$/, '') ?? null
}
