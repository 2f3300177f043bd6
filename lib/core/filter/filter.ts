import type { Verdict } from '../capture'
/**
 * Text to find, split at its wildcards: `a*b` is `['a', 'b']`, with any text between the pieces. Case is ignored, except in paths and
 * message ids.
 */
export type Pattern = readonly string[]

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<='

export type JsonLiteral = string | number | boolean | null

/** Keys and positions from the top; `'*'` as `{ any: true }` is every element. */
export type JsonPath = readonly (string | number | { any: true })[]

/** Fields whose whole value is compared with the pattern. */
export type WholeField = 'method' | 'path' | 'from' | 'provider' | 'event' | 'message' | 'crc'
/** Fields that contain the pattern somewhere. */
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
  /** `pattern: null`: it is there at all. The name of a header is in lower case. */
  | { kind: 'named'; of: 'header' | 'query'; name: string; pattern: Pattern | null }
  | { kind: 'jsonIs'; path: JsonPath; op: Comparison; value: JsonLiteral }
  | { kind: 'jsonText'; path: JsonPath; pattern: Pattern | null }
  /** Bytes, the number of the capture, or the status of the reply. */
  | { kind: 'number'; field: NumberField; op: Comparison; value: number }
  /** `ago`: milliseconds before now. `at`: milliseconds since 1970. */
  | { kind: 'time'; side: 'after' | 'before'; ago: number }
  | { kind: 'time'; side: 'after' | 'before'; at: number }
  | { kind: 'is'; what: 'pinned' | 'truncated' | 'aborted' | 'refused' }
  | { kind: 'signature'; what: SignatureMark }
  /** How a forward of the bin did with it. */
  | { kind: 'forward'; what: ForwardMark }
  | { kind: 'has'; what: 'body' | 'query' | 'note' | 'delivery' | 'provider' }

/** A parsed `q`. `and` and `or` have at least two parts, none of which is of the same kind. */
export type Filter =
  | { kind: 'all' }
  | { kind: 'and'; parts: readonly Filter[] }
  | { kind: 'or'; parts: readonly Filter[] }
  | { kind: 'not'; part: Filter }
  | Term

/** Where a text is not a valid filter: `length` UTF-16 units from `at` on (0 at the end of the text). */
export type FilterError = { message: string; at: number; length: number }

export type ParsedFilter = { ok: true; filter: Filter } | { ok: false; error: FilterError }

export const FILTER_LIMITS = {
  charsMax: 1000,
  /** Of parentheses and `not`. */
  depthMax: 20,
  termsMax: 50,
} as const
