import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonTypes } from '#lib/exporters/json-types'

const SAMPLES = [
  '{"id":"evt_1","amount":100,"customer":{"name":"Ada"},"tags":["a"]}',
  '{"id":"evt_2","amount":12.5,"customer":null,"tags":[],"note":"x"}',
]

test('TypeScript: one type fits all samples, and fields that some lack are optional', async () => {
  const text = await jsonTypes(SAMPLES, 'Payment', 'typescript')
  expect(text).toMatch(/export interface Payment \{/)
  expect(text).toMatch(/amount:\s+number;/)
  expect(text).toMatch(/note\?:\s+string;/)
  expect(text).toMatch(/customer:\s+Customer \| null;/)
})

test('JSON Schema: lists required fields', async () => {
  const schema = JSON.parse(await jsonTypes(SAMPLES, 'Payment', 'json-schema'))
  expect(schema.$ref).toBe('#/definitions/Payment')
  expect(schema.definitions.Payment.required.sort()).toEqual(['amount', 'customer', 'id', 'tags'])
})

test('Zod: the schema accepts every sample and rejects another shape', async () => {
  const text = await jsonTypes(SAMPLES, 'Payment', 'zod')
  const body = text
    .replace(/^import .*$/m, '')
    .replace(/export type .*$/gm, '')
    .replace(/export const/g, 'const')
  const schema = new Function('z', `${body}; return PaymentSchema`)(z) as z.ZodType
  for (const sample of SAMPLES) expect(schema.safeParse(JSON.parse(sample)).success).toBe(true)
  expect(schema.safeParse({ id: 1 }).success).toBe(false)
})

test.each(['typescript', 'json-schema', 'zod'] as const)('%s handles any JSON: scalars, arrays, odd keys', async (language) => {
  for (const sample of ['1', 'null', '"a"', '[]', '[1,"a",null]', '{"a b":1,"__proto__":2,"":3,"class":4}']) {
    expect((await jsonTypes([sample], 'Body', language)).length).toBeGreaterThan(0)
  }
})

test('throws without samples, or if a sample is not JSON', async () => {
  await expect(jsonTypes([], 'Body', 'zod')).rejects.toThrow(RangeError)
  await expect(jsonTypes(['{"a":'], 'Body', 'zod')).rejects.toThrow(SyntaxError)
})
