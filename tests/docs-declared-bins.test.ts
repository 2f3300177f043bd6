import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readBinsFile } from '#lib/api/bins-file'
import { binsFile } from '#lib/api/declared-input'
import { readConfig } from '#lib/config'

const docs = join(import.meta.dirname, '../docs')
const text = readFileSync(join(docs, 'declared-bins.md'), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(text)![1]!
const directory = mkdtempSync(join(tmpdir(), 'creel-docs-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** `environment` of a service in the compose file. */
function environmentOf(service: string): Record<string, string> {
  const [, body] = new RegExp(`^  ${service}:\\n(.*?)(?=^  \\w|(?![^]))`, 'ms').exec(block('yaml'))!
  const [, lines] = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(body!)!
  return Object.fromEntries([...lines!.matchAll(/^ {6}(\w+): (.+)$/gm)].map(([, name, value]) => [name!, value!]))
}

test('the file in docs/declared-bins.md is valid with the environment of its compose file', () => {
  const env = environmentOf('creel')
  expect(readConfig({ ...env, SHOP_KEY: undefined }).binsFile).toBe('/etc/creel/bins.json')
  const file = join(directory, 'bins.json')
  writeFileSync(file, block('json'))
  const [owner, ...others] = readBinsFile(file, env).owners
  expect(others).toEqual([])
  expect(owner!.bins.map(({ declared }) => declared.id)).toEqual(['payments', 'payments-down', 'hooks'])
  expect(environmentOf('tests').CREEL_KEY).toBe(env.SHOP_KEY)
})

test('docs/declared-bins.schema.json matches the schema in the code (npx vitest run tests/docs-declared-bins.test.ts -u)', async () => {
  const schema = { title: "Creel's declared bins", ...z.toJSONSchema(binsFile, { io: 'input' }) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(docs, 'declared-bins.schema.json'))
})

test('the table in docs/declared-bins.md names the fields of a bin', () => {
  const listed = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!)
  const { keyEnv: _, keyHash: __, rules: ___, secrets: ____, ...fields } = binsFile.shape.bins.element.shape
  expect(listed.sort()).toEqual(Object.keys(fields).sort())
})
