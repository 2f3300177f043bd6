import type { z } from 'zod'
import { AppError, type FieldError } from '#lib/core/errors'

/** Collects the faults of a request, so that one answer names every invalid field. */
export class Faults {
  readonly errors: FieldError[] = []

  /** The parsed value; undefined if it is invalid, in which case `check` throws. */
  parse<T>(schema: z.ZodType<T> | undefined, value: unknown, unknownMessage: string): T | undefined {
    if (!schema) return undefined
    const result = schema.safeParse(value)
    if (result.success) return result.data
    this.errors.push(...result.error.issues.flatMap((issue) => fieldErrors(issue, unknownMessage)))
    return undefined
  }

  /** @throws `invalid_input` if anything is invalid */
  check(): void {
    if (this.errors.length === 0) return
    const names = [...new Set(this.errors.map(({ path }) => path || 'the body'))]
    throw new AppError('invalid_input', `Not accepted: ${names.slice(0, 10).join(', ')}. "errors" says why.`, {
      errors: this.errors,
    })
  }
}

const ERRORS_MAX = 50

function fieldErrors(issue: z.core.$ZodIssue, unknownMessage: string): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, ERRORS_MAX).map((key) => ({ path: [...path, key].join('.'), message: unknownMessage }))
  }
  const message = issue.message.endsWith('received undefined') ? 'is missing' : issue.message
  return [{ path: path.join('.'), message }]
}

/** The query as an object for a strict schema. A repeated parameter is a fault, because it is unclear which one is meant. */
export function queryObject(url: string, faults: Faults): Record<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of new URL(url).searchParams) {
    if (values.has(name)) faults.errors.push({ path: name, message: 'is given more than once' })
    values.set(name, value)
  }
  return Object.fromEntries(values)
}
