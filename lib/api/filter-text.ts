import { z } from 'zod'
import { parseFilter } from '#lib/core/filter/parse-filter'

/** A filter as `q` of a query; the fault says at which character it is. */
export const filterText = z.string().transform((text, context) => {
  const parsed = parseFilter(text)
  if (parsed.ok) return parsed.filter
  context.addIssue({ code: 'custom', message: `${parsed.error.message} (at character ${parsed.error.at + 1})` })
  return z.NEVER
})
