import type { Facts } from '#lib/senders/read-facts'
import type { QueriedRow } from './query'
import { JOINED_VERDICT, SELECTED_VERDICT } from './verdict-rows'

/** The columns of "CaptureFacts". The type requires all facts. A fact that is added here and in the schema is written and read everywhere. */
const COLUMNS = { provider: 'text', event: 'text', summary: 'text', messageId: 'text' } as const satisfies Record<
  keyof Facts,
  'text'
>
const NAMES = Object.keys(COLUMNS) as (keyof Facts)[]

export const FACT_COLUMNS = NAMES.map((name) => `"${name}"`)
/** The types of these columns in PostgreSQL. */
export const FACT_TYPES = NAMES.map((name) => COLUMNS[name])

/** Captures joined with their facts and verdicts. A capture without facts has not been read yet. */
export const CAPTURES_WITH_FACTS = `"Capture" c LEFT JOIN "CaptureFacts" f ON f."binKey" = c."binKey" AND f."seq" = c."seq" ${JOINED_VERDICT}`
/** Columns for `toFacts` and `toSignature`. */
export const SELECTED_FACTS = ['f."seq" AS "factsSeq"', ...FACT_COLUMNS.map((column) => `f.${column}`), SELECTED_VERDICT].join(
  ', ',
)

/** null if they have not been read yet. */
export function toFacts(row: QueriedRow): Facts | null {
  if (row.factsSeq === null) return null
  return Object.fromEntries(NAMES.map((name) => [name, row[name] ?? null])) as Facts
}

/** In the order of `FACT_COLUMNS`. */
export function factValues(facts: Facts): (string | null)[] {
  return NAMES.map((name) => facts[name])
}
