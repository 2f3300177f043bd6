import { expect, test } from 'vitest'
import { parseUrl } from '#lib/core/parse-url'
import { sourceFiles } from '../../source-files'

test.each(['http://localhost:4000/x', 'https://bücher.example/ä?ü', 'file:./creel.db'])('parses %s', (text) => {
  expect(parseUrl(text)?.href).toBe(new URL(text).href)
})

test.each(['', 'localhost', '/x', 'http://', 'http://a b/', 'http://[::1'])('returns null for %j', (text) => {
  expect(parseUrl(text)).toBeNull()
})

test('parses letters beyond ASCII also after many thousand calls', () => {
  for (let n = 0; n < 100_000; n++) parseUrl(`http://example.com/${n & 7}`)
  expect(parseUrl('http://bücher.example/ä')?.href).toBe('http://xn--bcher-kva.example/%C3%A4')
})

test('no file calls URL.canParse, which is wrong on Node 20 and 22', () => {
  const asking = sourceFiles().filter(({ text }) => text.includes('URL.canParse('))
  expect(asking.map(({ path }) => path)).toEqual(['tests/lib/core/parse-url.test.ts'])
})
