import type { Comparison, Filter, Term } from './filter'

/**
 * What a database can check by itself, from the top-level conditions that all must hold. All edges are inclusive; null: no limit.
 * A capture outside matches for certain not; one inside matches for certain where `exact`.
 */
export type Prefilter = {
  methods: readonly string[] | null
  seqMin: number | null
  seqMax: number | null
  /** Milliseconds since 1970. */
  receivedMin: number | null
  receivedMax: number | null
  sizeMin: number | null
  sizeMax: number | null
  pinned: boolean | null
  truncated: boolean | null
  /** 8 hex digits, lower case. */
  bodyCrc32: string | null
  /** The headers hold this text, of letters, digits, `-` and `_`. */
  headersHold: string | null
  exact: boolean
}

const NOTHING: Prefilter = {
  methods: null,
  seqMin: null,
  seqMax: null,
  receivedMin: null,
  receivedMax: null,
  sizeMin: null,
  sizeMax: null,
  pinned: null,
  truncated: null,
  bodyCrc32: null,
  headersHold: null,
  exact: true,
}

/** `now` as for `compileFilter`. */
export function indexable(filter: Filter, now: number): Prefilter {
  const parts = filter.kind === 'and' ? filter.parts : filter.kind === 'all' ? [] : [filter]
  return parts.reduce<Prefilter>((known, part) => narrow(known, part, now), NOTHING)
}

function narrow(known: Prefilter, part: Filter, now: number): Prefilter {
  const methods = methodsOf(part)
  if (methods) return { ...known, methods: known.methods ? known.methods.filter((each) => methods.includes(each)) : methods }
  if (part.kind === 'whole' && (part.field === 'crc' || part.field === 'message')) return narrowWhole(known, part)
  if (part.kind === 'time') {
    const edge = 'ago' in part ? now - part.ago : part.at
    return part.side === 'after'
      ? { ...known, receivedMin: higher(known.receivedMin, edge) }
      : { ...known, receivedMax: lower(known.receivedMax, edge - 1) }
  }
  if (part.kind === 'number') return narrowNumber(known, part)
  if (part.kind === 'is') return narrowFlag(known, part.what, true)
  if (part.kind === 'not' && part.part.kind === 'is') return narrowFlag(known, part.part.what, false)
  return { ...known, exact: false }
}

/** `method:GET`, and several of them joined by `or`. */
function methodsOf(part: Filter): string[] | null {
  if (part.kind === 'whole' && part.field === 'method') return part.pattern.length === 1 ? [part.pattern[0]!] : null
  if (part.kind !== 'or') return null
  const each = part.parts.map(methodsOf)
  return each.every((methods) => methods !== null) ? each.flat() : null
}

/** An id that was made of several headers holds signs that stand between them; all others are in a header as they are. */
function narrowWhole(known: Prefilter, { field, pattern }: Extract<Term, { kind: 'whole' }>): Prefilter {
  const [value] = pattern.length === 1 ? pattern : []
  if (field === 'crc' && known.bodyCrc32 === null && value !== undefined && /^[0-9a-f]{8}$/i.test(value)) {
    return { ...known, bodyCrc32: value.toLowerCase() }
  }
  if (field === 'message' && value !== undefined && /^[\w-]{8,150}$/.test(value))
    return { ...known, headersHold: value, exact: false }
  return { ...known, exact: false }
}

/** Two flags that contradict each other leave it to the filter to say no. */
function narrowFlag(known: Prefilter, what: 'pinned' | 'truncated', value: boolean): Prefilter {
  return known[what] === null || known[what] === value ? { ...known, [what]: value } : { ...known, exact: false }
}

function narrowNumber(known: Prefilter, { field, op, value }: Extract<Term, { kind: 'number' }>): Prefilter {
  const edges = edgesOf(op, value)
  if (!edges) return { ...known, exact: false }
  return field === 'size'
    ? { ...known, sizeMin: higher(known.sizeMin, edges.min), sizeMax: lower(known.sizeMax, edges.max) }
    : { ...known, seqMin: higher(known.seqMin, edges.min), seqMax: lower(known.seqMax, edges.max) }
}

/** Of whole numbers; null for `!=`, which is no range. */
function edgesOf(op: Comparison, value: number): { min: number | null; max: number | null } | null {
  switch (op) {
    case '==':
      return { min: value, max: value }
    case '>':
      return { min: value + 1, max: null }
    case '>=':
      return { min: value, max: null }
    case '<':
      return { min: null, max: value - 1 }
    case '<=':
      return { min: null, max: value }
    case '!=':
      return null
  }
}

function higher(known: number | null, edge: number | null): number | null {
  return known === null || edge === null ? (known ?? edge) : Math.max(known, edge)
}

function lower(known: number | null, edge: number | null): number | null {
  return known === null || edge === null ? (known ?? edge) : Math.min(known, edge)
}
