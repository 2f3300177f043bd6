import ts from 'typescript'
import { expect, test } from 'vitest'
import { type Import, parseSource, type SourceFile, sourceFiles, walk } from './source-files'

// ARCHITECTURE.md, "One direction". A folder's rule lists what its files may import from our code, as values and as types only.

type Rule = { values: readonly string[]; types?: readonly string[]; packages?: (name: string) => boolean }

const PURE = ['lib/core', 'lib/formats', 'lib/exporters', 'lib/senders', 'lib/signatures', 'lib/samples']
const ADAPTERS = [
  'lib/store',
  'lib/writer',
  'lib/scan',
  'lib/live',
  'lib/net',
  'lib/limits',
  'lib/vault',
  'lib/matches',
  'lib/forward',
  'lib/log',
  'lib/log-sink',
  'lib/metrics',
  'lib/background',
  'lib/signature-crypto',
  'lib/generated',
  'lib/program-directory',
]
const SETTINGS = ['lib/config', 'lib/config-values']
const isBrowserSafe = (name: string) => !name.startsWith('node:') && !name.startsWith('next')
/** The parts of Next that run in the browser; `next/headers` and `next/server` do not. */
const NEXT_IN_BROWSER = ['next/link', 'next/navigation', 'next-themes']

/** The most specific folder counts: `lib/core` takes precedence over `lib`. */
const RULES: Readonly<Record<string, Rule>> = {
  'lib/core': { values: ['lib/core'], packages: isBrowserSafe },
  'lib/formats': { values: ['lib/core', 'lib/formats'], packages: isBrowserSafe },
  'lib/exporters': { values: ['lib/core', 'lib/exporters'], packages: isBrowserSafe },
  'lib/senders': { values: ['lib/core', 'lib/senders'], packages: isBrowserSafe },
  'lib/signatures': { values: ['lib/core', 'lib/senders', 'lib/signatures'], packages: isBrowserSafe },
  'lib/samples': { values: ['lib/core', 'lib/senders', 'lib/signatures', 'lib/samples'], packages: isBrowserSafe },
  'lib/feed': { values: ['lib/core', 'lib/feed'], packages: isBrowserSafe },
  'lib/client': { values: ['lib/core', 'lib/client'], types: ['lib/api'] },
  'lib/config': { values: ['lib/core', ...SETTINGS] },
  'lib/config-values': { values: ['lib/core', 'lib/net/allow-list', 'lib/vault/read-key'] },
  ...Object.fromEntries(ADAPTERS.map((room) => [room, { values: [...PURE, ...ADAPTERS], types: SETTINGS }])),
  'lib/runtime': { values: [], types: ['lib'] },
  'lib/services': { values: [...PURE, 'lib/services'], types: ['lib/runtime', ...ADAPTERS, ...SETTINGS] },
  'lib/api': { values: [...PURE, 'lib/services', 'lib/api', 'lib/runtime'], types: [...ADAPTERS, ...SETTINGS] },
  'lib/server': { values: [...PURE, 'lib/services', 'lib/server'], types: ['lib/runtime', ...ADAPTERS, ...SETTINGS] },
  'lib/scan-thread': { values: ['lib/services', ...PURE, ...ADAPTERS] },
  'lib/compose': { values: ['lib/services', ...PURE, ...ADAPTERS, ...SETTINGS], types: ['lib/runtime'] },
  components: {
    values: ['components', 'lib/client', 'lib/feed', ...PURE],
    packages: (name) => isBrowserSafe(name) || NEXT_IN_BROWSER.includes(name),
  },
  cli: { values: ['cli', 'lib/client', 'lib/net', 'lib/exporters', 'lib/core'] },
  app: { values: ['app', 'components', 'lib/services', 'lib/api', 'lib/runtime', ...PURE] },
  'server.ts': { values: ['lib'] },
}

const files = sourceFiles()

test('every import points in the allowed direction', () => {
  expect(files.flatMap(wrongImports)).toEqual([])
})

test('every folder of lib/ has a rule', () => {
  expect(files.filter(({ path }) => path.startsWith('lib/') && !ruleOf(path)).map(({ path }) => path)).toEqual([])
})

test('only server.ts and tests create and install the adapters', () => {
  const importing = files.filter(({ imports }) => imports.some(({ target }) => target === 'lib/compose')).map(({ path }) => path)
  expect(importing.filter((path) => path !== 'server.ts' && !path.startsWith('tests/'))).toEqual([])
})

test.each(['components', 'lib'])('no folders of %s/ import each other in a cycle, not even types', (room) => {
  expect(circles(folderImports(files, room))).toEqual([])
})

test('no files import each other in a cycle, not even types or on demand', () => {
  const arrows = new Map(
    files.map(({ path, imports }) => [path.replace(/\.tsx?$/, ''), new Set(imports.flatMap(({ target }) => target ?? []))]),
  )
  expect(circles(arrows)).toEqual([])
})

test('finds a cycle', () => {
  const arrows = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a', 'd'])],
  ])
  expect(circles(arrows)).toEqual(['a -> b -> c -> a', 'b -> c -> a -> b', 'c -> a -> b -> c'])
})

test('lib/ does not read the environment, which is passed to readConfig', () => {
  const looking = files.filter(
    ({ path, text }) => path.startsWith('lib/') && path !== 'lib/config.ts' && text.includes('process.env'),
  )
  expect(looking.map(({ path }) => path)).toEqual([])
})

test('runtime() is called only inside handlers, because next build loads modules without a server', () => {
  expect(files.filter(({ path }) => !path.startsWith('tests/')).flatMap(callsWhileLoading)).toEqual([])
})

test('lib/core, lib/signatures and lib/samples run in the browser, without Buffer and process', () => {
  const pure = files.filter(({ path }) => /^lib\/(?:core|signatures|samples)\//.test(path))
  expect(pure.filter(({ tree }) => usesNodeGlobals(tree)).map(({ path }) => path)).toEqual([])
})

test('app/ and the folders that Next bundles do not import server-only, which throws in a custom server', () => {
  expect(
    files.filter(({ imports }) => imports.some(({ specifier }) => specifier === 'server-only')).map(({ path }) => path),
  ).toEqual([])
})

test.each([
  ['lib/core/a.ts', "import { b } from '../store/b'"],
  ['lib/core/a.ts', "import { readFile } from 'node:fs'"],
  ['lib/core/a.ts', "export { b } from '#lib/services/b'"],
  ['lib/services/a.ts', "import { runtime } from '#lib/runtime'"],
  ['lib/services/a.ts', "import { type Store, openStore } from '#lib/store/store'"],
  ['lib/runtime.ts', "import { createLog } from './log'"],
  ['lib/store/a.ts', "import { b } from '#lib/services/b'"],
  ['components/a.tsx', "import { b } from '#lib/services/b'"],
  ['components/a.tsx', "const b = await import('@/app/b')"],
  ['components/a.tsx', "import { headers } from 'next/headers'"],
  ['app/page.tsx', "import { compose } from '#lib/compose'"],
  ['app/page.tsx', "import { openStore } from '#lib/store/open-store'"],
])('%s may not contain %s', (path, text) => expect(wrongImports(parseSource(path, text))).toHaveLength(1))

test.each([
  ['lib/core/a.ts', "import { z } from 'zod'"],
  ['lib/services/a.ts', "import type { Runtime } from '#lib/runtime'"],
  ['lib/services/a.ts', "import { type Store } from '#lib/store/store'"],
  ['components/a.tsx', "import { json } from '#lib/formats/json'"],
])('%s may contain %s', (path, text) => expect(wrongImports(parseSource(path, text))).toEqual([]))

test('finds runtime() calls at module level', () => {
  expect(callsWhileLoading(parseSource('app/page.tsx', 'const rt = runtime()'))).toHaveLength(1)
  expect(callsWhileLoading(parseSource('app/page.tsx', 'export const GET = () => runtime().store'))).toEqual([])
})

function wrongImports({ path, imports }: SourceFile): string[] {
  const rule = ruleOf(path)
  return rule ? imports.filter((each) => !isAllowed(each, rule)).map(({ specifier }) => `${path} -> ${specifier}`) : []
}

function isAllowed({ specifier, target, typeOnly }: Import, { values, types = [], packages = () => true }: Rule): boolean {
  if (target === null) return typeOnly || packages(specifier)
  return values.some((room) => isIn(target, room)) || (typeOnly && types.some((room) => isIn(target, room)))
}

function ruleOf(path: string): Rule | null {
  const room = Object.keys(RULES)
    .filter((each) => isIn(path.replace(/\.tsx?$/, ''), each.replace(/\.ts$/, '')))
    .sort((a, b) => b.length - a.length)[0]
  return room === undefined ? null : RULES[room]!
}

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`)
}

/** Which folders directly below `room` import which others, including type imports. */
function folderImports(files: readonly SourceFile[], room: string): Map<string, Set<string>> {
  const folderOf = (path: string) => (isIn(path, room) ? path.slice(room.length + 1).split('/', 1)[0]! : null)
  const arrows = new Map<string, Set<string>>()
  for (const { path, imports } of files) {
    const from = folderOf(path)
    if (from === null) continue
    const targets = imports.map(({ target }) => target && folderOf(target)).filter((to) => to && to !== from) as string[]
    arrows.set(from, new Set([...(arrows.get(from) ?? []), ...targets]))
  }
  return arrows
}

/** The shortest cycle of each folder that can be reached from itself. */
function circles(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...arrows.keys()].flatMap((start) => {
    const seen = new Set<string>()
    const paths = [[start]]
    for (let path = paths.shift(); path; path = paths.shift()) {
      for (const next of arrows.get(path.at(-1)!) ?? []) {
        if (next === start) return [[...path, next].join(' -> ')]
        if (!seen.has(next)) paths.push([...path, next])
        seen.add(next)
      }
    }
    return []
  })
}

function callsWhileLoading({ path, tree }: SourceFile): string[] {
  const calls: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node)) return
    if (ts.isCallExpression(node) && node.expression.getText() === 'runtime') calls.push(`${path}: ${node.getText()}`)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return calls
}

function usesNodeGlobals(tree: ts.SourceFile): boolean {
  let uses = false
  walk(tree, (node) => {
    if (ts.isIdentifier(node) && (node.text === 'Buffer' || node.text === 'process')) uses = true
  })
  return uses
}
