import { expect, test } from 'vitest'
import { readJson } from '#lib/api/read-json'

const read = (body: string) => {
  const headers = { 'content-type': 'application/json' }
  return readJson(new Request('http://creel.test/', { method: 'POST', headers, body }), 16 * 2 ** 20)
}

test.each([
  ['a million open lists', '['.repeat(1_000_000), { code: 'malformed_json' }],
  ['JSON that is nested 1,001 deep', '['.repeat(1_001) + ']'.repeat(1_001), { code: 'malformed_json' }],
  ['a list of 200,000 numbers', `[${'1,'.repeat(200_000)}1]`, { code: 'invalid_input' }],
  ['JSON that is cut', '{"a":', { code: 'malformed_json' }],
])('refuses %s', async (_, body, error) => {
  await expect(read(body)).rejects.toMatchObject(error)
})

test('accepts one long string, whatever its content, and lists as long as any call needs', async () => {
  const body = { text: '[1,{"a":"\\",'.repeat(500_000), ids: Array.from({ length: 70_000 }, (_, i) => `cap_${i}`) }
  expect(await read(JSON.stringify(body))).toEqual(body)
})
