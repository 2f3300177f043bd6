import fc from 'fast-check'
import type { Filter, Term } from '#lib/core/filter/filter'

const piece = fc.oneof(
  fc.stringMatching(/^[\w./ -]{0,6}$/),
  fc.string({ maxLength: 5 }),
  fc.constantFrom('or', 'not', '"', '\\', '*', '\\*', '(', ':', '\n'),
)
/** Patterns as the parser returns them. A backslash at the end of a piece is an ordinary character. */
const pattern = fc.array(piece, { minLength: 1, maxLength: 3 })
const headerName = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const op = fc.constantFrom('==', '!=', '>', '>=', '<', '<=')
const path = fc.array(
  fc.oneof(
    fc.stringMatching(/^[A-Za-z_$][\w$-]{0,4}$/),
    fc.string({ maxLength: 4 }),
    fc.nat(999_999),
    fc.constant({ any: true as const }),
  ),
  { maxLength: 4 },
)
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const literal = fc.oneof(
  fc.string(),
  number,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('1', 'true', 'null', 'a*b'),
)
const side = fc.constantFrom('after', 'before')
const ms = fc.integer({ min: 0, max: 253_402_300_799_999 })

const term = fc.oneof(
  fc.record({ kind: fc.constant('text'), pattern }),
  fc.record({
    kind: fc.constant('whole'),
    field: fc.constantFrom('path', 'from', 'provider', 'event', 'message', 'crc'),
    pattern,
  }),
  fc.record({
    kind: fc.constant('whole'),
    field: fc.constant('method'),
    pattern: pattern.map((pieces) => pieces.map((each) => each.toUpperCase())),
  }),
  fc.record({ kind: fc.constant('part'), field: fc.constantFrom('query', 'type', 'agent', 'note', 'body'), pattern }),
  fc.record({
    kind: fc.constant('named'),
    of: fc.constantFrom('header', 'query'),
    name: headerName,
    pattern: fc.option(pattern),
  }),
  fc.record({ kind: fc.constant('jsonIs'), path, op, value: literal }),
  fc.record({ kind: fc.constant('jsonText'), path, pattern: fc.option(pattern) }),
  fc.record({ kind: fc.constant('number'), field: fc.constantFrom('size', 'seq', 'reply'), op, value: fc.nat() }),
  fc.record({ kind: fc.constant('time'), side, ago: fc.nat() }),
  fc.record({ kind: fc.constant('time'), side, at: ms }),
  fc.record({ kind: fc.constant('is'), what: fc.constantFrom('pinned', 'truncated', 'aborted', 'refused') }),
  fc.record({ kind: fc.constant('signature'), what: fc.constantFrom('valid', 'late', 'invalid', 'missing', 'none') }),
  fc.record({
    kind: fc.constant('forward'),
    what: fc.constantFrom('pending', 'dead', 'done'),
    of: fc.option(fc.string({ minLength: 1, maxLength: 8 }).map((name) => name.toLowerCase())),
  }),
  fc.record({ kind: fc.constant('has'), what: fc.constantFrom('body', 'query', 'note', 'delivery', 'provider') }),
) as fc.Arbitrary<Term>

/** Any filter that a text can express. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    fc.record({ kind: fc.constant('not' as const), part: tie('filter') }),
    fc
      .record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      })
      .map(({ kind, parts }) => ({ kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) })),
  ),
})).filter
