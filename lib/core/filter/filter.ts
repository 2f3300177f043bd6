import type { Verdict } from '../capture'
/**
 * Text to find, split at its wildcards: `a*b` is `['a', 'b']`, with any text between the pieces. Case is ignored, except in paths and
 * message ids.
 */
export type Pattern = readonly string[]

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<='

export type JsonLiteral = string | number | boolean | null

/** Keys and positions from the top. `{ any: true }`, written `[*]`, is every element. */
export type JsonPath = readonly (string | number | { any: true })[]

/** Fields whose whole value must match the pattern. */
export type WholeField = 'method' | 'path' | 'from' | 'provider' | 'event' | 'message' | 'crc'
/** Fields in which the pattern may match anywhere. */
export type PartField = 'query' | 'type' | 'agent' | 'note' | 'body'

export type NumberField = 'size' | 'seq' | 'reply'

/** `pending`: a forward has not delivered it yet. `dead`: one gave up on it. `done`: one delivered it. */
export type ForwardMark = 'pending' | 'dead' | 'done'

/** The verdict on its signature; `none`: no secret of the bin applies. */
export type SignatureMark = Verdict | 'none'

/** One condition. docs/filter.md explains each. */
export type Term =
  | { kind: 'text'; pattern: Pattern }
  | { kind: 'whole'; field: WholeField; pattern: Pattern }
  | { kind: 'part'; field: PartField; pattern: Pattern }
  /** `pattern: null`: matches if it exists at all. Header names are in lower case. */
  | { kind: 'named'; of: 'header' | 'query'; name: string; pattern: Pattern | null }
  | { kind: 'jsonIs'; path: JsonPath; op: Comparison; value: JsonLiteral }
  | { kind: 'jsonText'; path: JsonPath; pattern: Pattern | null }
  /** `size` in bytes, `seq` of the capture, or the `reply`'s status. */
  | { kind: 'number'; field: NumberField; op: Comparison; value: number }
  /** `ago`: milliseconds before now. `at`: milliseconds since 1970. */
  | { kind: 'time'; side: 'after' | 'before'; ago: number }
  | { kind: 'time'; side: 'after' | 'before'; at: number }
  | { kind: 'is'; what: 'pinned' | 'truncated' | 'aborted' | 'refused' }
  | { kind: 'signature'; what: SignatureMark }
  /** What became of it in a forward of the bin. `of`: name or id of that forward, in lower case; null: any forward. */
  | { kind: 'forward'; what: ForwardMark; of: string | null }
  | { kind: 'has'; what: 'body' | 'query' | 'note' | 'delivery' | 'provider' }

/** A parsed `q`. `and` and `or` have at least two parts, none of which is of the same kind. */
export type Filter =
  | { kind: 'all' }
  | { kind: 'and'; parts: readonly Filter[] }
  | { kind: 'or'; parts: readonly Filter[] }
  | { kind: 'not'; part: Filter }
  | Term

/** Where and why a text is not a valid filter: `length` UTF-16 code units from `at` on (0 at the end of the text). */
export type FilterError = { message: string; at: number; length: number }

export type ParsedFilter = { ok: true; filter: Filter } | { ok: false; error: FilterError }

export const FILTER_LIMITS = {
  charsMax: 1000,
  /** Nesting of parentheses and `not`. */
  depthMax: 20,
  termsMax: 50,
} as const
