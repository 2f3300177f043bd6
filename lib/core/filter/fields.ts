import { VERDICTS } from '../capture'
import type { ForwardMark, PartField, SignatureMark, Term, WholeField } from './filter'

type Field = { kind: 'whole'; field: WholeField } | { kind: 'part'; field: PartField }

/** Fields that take a text after the colon. */
export const FIELDS = {
  method: { kind: 'whole', field: 'method' },
  path: { kind: 'whole', field: 'path' },
  query: { kind: 'part', field: 'query' },
  type: { kind: 'part', field: 'type' },
  body: { kind: 'part', field: 'body' },
  provider: { kind: 'whole', field: 'provider' },
  event: { kind: 'whole', field: 'event' },
  message: { kind: 'whole', field: 'message' },
  crc: { kind: 'whole', field: 'crc' },
  from: { kind: 'whole', field: 'from' },
  agent: { kind: 'part', field: 'agent' },
  note: { kind: 'part', field: 'note' },
} as const satisfies Record<string, Field>

/** Every field that is written before a colon or, for numbers, a comparison. */
export type FieldName = keyof typeof FIELDS | (typeof OTHER_FIELDS)[number]
export const OTHER_FIELDS = ['size', 'seq', 'reply', 'after', 'before', 'is', 'has', 'signature', 'forward'] as const

export const SIGNATURE_MARKS = [...VERDICTS, 'none'] as const satisfies readonly SignatureMark[]

export const FORWARD_MARKS = ['pending', 'dead', 'done'] as const satisfies readonly ForwardMark[]

export const IS = ['pinned', 'truncated', 'aborted', 'refused'] as const satisfies readonly Extract<
  Term,
  { kind: 'is' }
>['what'][]
export const HAS = ['body', 'query', 'note', 'delivery', 'provider'] as const satisfies readonly Extract<
  Term,
  { kind: 'has' }
>['what'][]
