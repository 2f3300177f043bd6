import { expect, test } from 'vitest'
import { FIELDS, HAS, IS, OTHER_FIELDS } from '#lib/core/filter/fields'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { FILTER_FIELDS } from '@/components/help/filter-help'
import { SHORTCUTS } from '@/components/help/shortcut-help'

test('the help lists every field of the filter language, and every example parses', () => {
  const conditions = FILTER_FIELDS.flatMap(([codes]) => codes.split('  '))
  const named = conditions.map((condition) => /^[a-z]+(?=[:.>])/.exec(condition)?.[0])
  expect([...Object.keys(FIELDS), ...OTHER_FIELDS].filter((field) => !named.includes(field))).toEqual([])
  for (const what of IS) expect(conditions).toContain(`is:${what}`)
  for (const what of HAS) expect(conditions).toContain(`has:${what}`)
  for (const condition of conditions) expect(parseFilter(condition), condition).toMatchObject({ ok: true })
})

test('the help lists no key twice', () => {
  const keys = SHORTCUTS.flatMap(([names]) => names.split('  '))
  expect(new Set(keys).size).toBe(keys.length)
})
