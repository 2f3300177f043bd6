import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { jsonTypes } from '#lib/exporters/json-types'

const FILE = path.resolve(import.meta.dirname, 'made.ts') // exists only in memory, next to this test, so that zod resolves

/** The compiler's errors for a program that consists of `text`. */
function faultsOf(text: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, languages) =>
    name === FILE ? ts.createSourceFile(name, text, languages) : getSourceFile.call(host, name, languages)
  host.fileExists = (name) => name === FILE || fileExists.call(host, name)
  host.readFile = (name) => (name === FILE ? text : readFile.call(host, name))
  const program = ts.createProgram([FILE], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

type Definition = { name: string; examples: unknown[] }
const github = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8'),
) as Definition[]

const samplesOf = (event: string) => github.find(({ name }) => name === event)!.examples.map((each) => JSON.stringify(each))

test.each(['push', 'issues', 'pull_request'])(
  'the type of GitHub’s %s compiles',
  async (event) => {
    const samples = samplesOf(event)
    const text = await jsonTypes(samples, 'Webhook', 'typescript')
    expect(faultsOf(text)).toEqual([])
  },
  60_000,
)

test.each(['push', 'issues'])(
  'the Zod schema of GitHub’s %s compiles',
  async (event) => {
    expect(faultsOf(await jsonTypes(samplesOf(event), 'Webhook', 'zod'))).toEqual([])
  },
  60_000,
)

test('detects a type that does not compile', () => expect(faultsOf('export type A = Missing')).toHaveLength(1))
