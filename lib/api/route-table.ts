import { AppError } from '#lib/core/errors'
import type { Operation } from './operation'

/** The operations of one path template, and the values of its parameters. */
export type Route = { operations: readonly Operation[]; params: Readonly<Record<string, string>> }

type Template = { segments: readonly string[]; operations: readonly Operation[] }

/** The operations by path template, ordered so that the first match is the most specific. */
export type RouteTable = readonly Template[]

export function routeTable(operations: readonly Operation[]): RouteTable {
  const byPath = new Map<string, Operation[]>()
  for (const operation of operations) byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation])
  return [...byPath]
    .map(([path, ofPath]) => ({ segments: path.split('/'), operations: ofPath }))
    .sort((a, b) => literalCount(b) - literalCount(a)) // /captures/delete goes before /captures/{capture}
}

/**
 * Finds the template that matches a path; parameters are percent-decoded.
 * @returns null without a match
 * @throws `malformed_request` if a parameter cannot be percent-decoded
 */
export function findRoute(table: RouteTable, pathname: string): Route | null {
  const given = pathname.split('/')
  const found = table.find(({ segments }) => matches(segments, given))
  if (!found) return null
  const params = found.segments.flatMap((segment, index) => {
    const name = parameterName(segment)
    return name === null ? [] : [[name, decode(given[index]!)] as const]
  })
  return { operations: found.operations, params: Object.fromEntries(params) }
}

function matches(segments: readonly string[], given: readonly string[]): boolean {
  if (segments.length !== given.length) return false
  return segments.every((segment, index) => (parameterName(segment) === null ? segment === given[index] : given[index] !== ''))
}

function literalCount({ segments }: Template): number {
  return segments.filter((segment) => parameterName(segment) === null).length
}

/** `bin` of `{bin}`; null for a literal segment. */
function parameterName(segment: string): string | null {
  return segment.startsWith('{') ? segment.slice(1, -1) : null
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new AppError('malformed_request', `The path contains ${JSON.stringify(segment)}, which cannot be percent-decoded.`)
  }
}
