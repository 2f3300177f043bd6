import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const text = readFileSync(path.join(ROOT, 'SECURITY.md'), 'utf8')
const threats = [...text.slice(text.indexOf('## Threats')).matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)]
  .slice(1) // the head of the table
  .map(([, threat, , proof]) => ({ threat: threat!, proofs: proof!.split(' · ').map(readProof) }))

/** `` `tests/a.test.ts`: `title one`, `title two` `` */
function readProof(cell: string): { file: string; titles: string[] } {
  const [file, ...titles] = [...cell.matchAll(/`([^`]+)`/g)].map(([, quoted]) => quoted!)
  return { file: file!, titles }
}

test('SECURITY.md names at least 25 threats', () => expect(threats.length).toBeGreaterThanOrEqual(25))

describe.each(threats)('$threat', ({ proofs }) => {
  test.each(proofs)('is proven by existing tests in $file', ({ file, titles }) => {
    expect(existsSync(path.join(ROOT, file))).toBe(true)
    const source = readFileSync(path.join(ROOT, file), 'utf8')
    expect(titles).not.toEqual([])
    expect(titles.filter((title) => !source.includes(title))).toEqual([])
  })
})
