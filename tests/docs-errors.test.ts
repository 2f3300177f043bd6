import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ERRORS } from '#lib/core/errors'

test('docs/errors.md lists exactly the existing codes with their status', () => {
  const text = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm)]
  const listed = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]))
  expect(listed).toEqual(Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status])))
})
