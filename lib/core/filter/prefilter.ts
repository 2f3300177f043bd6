import type { Comparison, Filter, ForwardMark, Pattern, SignatureMark, Term } from './filter'

/** A condition on a fact about a capture. `pattern: null`: the fact has any value. */
export type FactTerm = { field: 'provider' | 'event' | 'message'; pattern: Pattern | null }

/**
 * The part of a filter that a database can check itself, taken from the top-level conditions that must all hold. All limits are inclusive;
 * null: no limit. A capture that fails it certainly does not match the filter. If `exact`, a capture that passes it certainly matches.
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
  aborted: boolean | null
  refused: boolean | null
  replyMin: number | null
  replyMax: number | null
  /** 8 hex digits, lower case. */
  bodyCrc32: string | null
  signature: SignatureMark | null
  /** All of these marks are required. */
  forward: readonly ForwardMark[]
  /** In each list, at least one condition must hold. */
  facts: readonly (readonly FactTerm[])[]
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
  aborted: null,
  refused: null,
  replyMin: null,
  replyMax: null,
  bodyCrc32: null,
  signature: null,
  forward: [],
  facts: [],
  exact: true,
}

/** `now` as for `compileFilter`. */
export function toPrefilter(filter: Filter, now: number): Prefilter {
  const parts = filter.kind === 'and' ? filter.parts : filter.kind === 'all' ? [] : [filter]
  return parts.reduce<Prefilter>((known, part) => narrow(known, part, now), NOTHING)
}

/** Values that a link that hides credentials shows unchanged. Checking others in the database could reveal hidden text by the time it takes. */
const SHOWN_AS_STORED = [
  'methods',
  'seqMin',
  'seqMax',
  'receivedMin',
  'receivedMax',
  'sizeMin',
  'sizeMax',
  'pinned',
  'truncated',
  'aborted',
  'refused',
  'replyMin',
  'replyMax',
  'signature',
] as const satisfies readonly (keyof Prefilter)[]

/** The conditions that the database may check if the reader must not see credentials. */
export function forRedactedView(prefilter: Prefilter): Prefilter {
  const shown = Object.fromEntries(SHOWN_AS_STORED.map((name) => [name, prefilter[name]]))
  return { ...NOTHING, ...shown, exact: false }
}

function narrow(known: Prefilter, part: Filter, now: number): Prefilter {
  const methods = methodsOf(part)
  if (methods) return { ...known, methods: known.methods ? known.methods.filter((each) => methods.includes(each)) : methods }
  const facts = factTermsOf(part)
  if (facts) return { ...known, facts: [...known.facts, facts], exact: false }
  if (part.kind === 'whole' && part.field === 'crc') return narrowCrc(known, part.pattern)
  if (part.kind === 'time') {
    const edge = 'ago' in part ? now - part.ago : part.at
    return part.side === 'after'
      ? { ...known, receivedMin: higher(known.receivedMin, edge) }
      : { ...known, receivedMax: lower(known.receivedMax, edge - 1) }
  }
  if (part.kind === 'number') return narrowNumber(known, part)
  if (part.kind === 'signature' && known.signature === null) return { ...known, signature: part.what }
  if (part.kind === 'forward') return { ...known, forward: [...known.forward, part.what], exact: false }
  if (part.kind === 'is') return narrowFlag(known, part.what, true)
  if (part.kind === 'not' && part.part.kind === 'is') return narrowFlag(known, part.part.what, false)
  return { ...known, exact: false }
}

/** The methods of `method:GET`, or of several such conditions joined by `or`. */
function methodsOf(part: Filter): string[] | null {
  if (part.kind === 'whole' && part.field === 'method') return part.pattern.length === 1 ? part.pattern.filter(isMethod) : null
  if (part.kind !== 'or') return null
  const each = part.parts.map(methodsOf)
  return each.every((methods) => methods !== null) ? each.flat() : null
}

/** No request has another method, and PostgreSQL cannot compare a text with one that contains NUL. */
function isMethod(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text)
}

/** The terms of `event:push` or `has:provider`, or of several such conditions joined by `or`. */
function factTermsOf(part: Filter): FactTerm[] | null {
  if (part.kind === 'has' && part.what === 'provider') return [{ field: 'provider', pattern: null }]
  if (part.kind === 'whole' && (part.field === 'provider' || part.field === 'event' || part.field === 'message'))
    return [{ field: part.field, pattern: part.pattern }]
  if (part.kind !== 'or') return null
  const each = part.parts.map(factTermsOf)
  return each.every((terms) => terms !== null) ? each.flat() : null
}

function narrowCrc(known: Prefilter, pattern: Pattern): Prefilter {
  const [value] = pattern.length === 1 ? pattern : []
  if (known.bodyCrc32 !== null || value === undefined || !/^[0-9a-f]{8}$/i.test(value)) return { ...known, exact: false }
  return { ...known, bodyCrc32: value.toLowerCase() }
}

/** If two flags contradict each other, the first is kept, and the filter itself rejects every capture. */
function narrowFlag(known: Prefilter, what: Extract<Term, { kind: 'is' }>['what'], value: boolean): Prefilter {
  return known[what] === null || known[what] === value ? { ...known, [what]: value } : { ...known, exact: false }
}

function narrowNumber(known: Prefilter, { field, op, value }: Extract<Term, { kind: 'number' }>): Prefilter {
  const edges = edgesOf(op, value)
  if (!edges) return { ...known, exact: false }
  switch (field) {
    case 'size':
      return { ...known, sizeMin: higher(known.sizeMin, edges.min), sizeMax: lower(known.sizeMax, edges.max) }
    case 'seq':
      return { ...known, seqMin: higher(known.seqMin, edges.min), seqMax: lower(known.seqMax, edges.max) }
    case 'reply':
      return { ...known, replyMin: higher(known.replyMin, edges.min), replyMax: lower(known.replyMax, edges.max) }
  }
}

/** The range of whole numbers that satisfy a comparison; null for `!=`, which is not a range. */
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
