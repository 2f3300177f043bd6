import { z } from 'zod'
import { parseFilter } from '#lib/core/filter/parse-filter'

/** A filter as `q` of a query. The error names the character. */
export const filterText = z.string().transform((text, context) => {
  const parsed = parseFilter(text)
  if (parsed.ok) return parsed.filter
  context.addIssue({ code: 'custom', message: faultOf(parsed.error) })
  return z.NEVER
})

/** The same, kept as typed, because the answer repeats its conditions. */
export const filterSource = z.string().superRefine((text, context) => {
  const parsed = parseFilter(text)
  if (!parsed.ok) context.addIssue({ code: 'custom', message: faultOf(parsed.error) })
})

function faultOf({ message, at }: { message: string; at: number }): string {
  return `${message} (at character ${at + 1})`
}
