import type { Verdict } from '#lib/core/capture'
import type { SignatureMark } from '#lib/core/filter/filter'
import type { Condition } from './fact-conditions'
import type { QueriedRow } from './query'
import type { StoredSignature } from './stored-capture'

/** The columns of "CaptureVerdict" besides its key, with PostgreSQL's types. */
const COLUMNS = {
  verdict: 'text',
  scheme: 'text',
  secretId: 'text',
  signedAt: 'bigint',
  ageSeconds: 'bigint',
} as const satisfies Record<keyof StoredSignature, string>
const NAMES = Object.keys(COLUMNS) as (keyof StoredSignature)[]

export const VERDICT_COLUMNS = NAMES.map((name) => `"${name}"`)
/** The types of these columns. */
export const VERDICT_TYPES = NAMES.map((name) => COLUMNS[name])
/** PostgreSQL: reads these columns from a text column `signature` that contains a StoredSignature as JSON. */
export const VERDICT_OF_JSON = NAMES.map((name) => `("signature"::jsonb ->> '${name}')::${COLUMNS[name]}`).join(', ')

/** Joins the verdict, if there is one, to `"Capture" c`. */
export const JOINED_VERDICT = `LEFT JOIN "CaptureVerdict" v ON v."binKey" = c."binKey" AND v."seq" = c."seq"`
/** Columns for `toSignature`. */
export const SELECTED_VERDICT = NAMES.map((name) => `v."${name}" AS "signature_${name}"`).join(', ')

const VERDICT_OF_ROW = 'SELECT 1 FROM "CaptureVerdict" w WHERE w."binKey" = c."binKey" AND w."seq" = c."seq"'

/** A condition on a row of "Capture" c. */
export function verdictCondition(mark: SignatureMark): Condition {
  if (mark === 'none') return { sql: `NOT EXISTS (${VERDICT_OF_ROW})`, args: [] }
  return { sql: `EXISTS (${VERDICT_OF_ROW} AND w."verdict" = ?)`, args: [mark] }
}

export function toSignature(row: QueriedRow): StoredSignature | null {
  if (row.signature_verdict === null || row.signature_verdict === undefined) return null
  return {
    verdict: String(row.signature_verdict) as Verdict,
    scheme: String(row.signature_scheme),
    secretId: String(row.signature_secretId),
    signedAt: toNumber(row.signature_signedAt),
    ageSeconds: toNumber(row.signature_ageSeconds),
  }
}

/** In the order of `VERDICT_COLUMNS`. */
export function verdictValues(signature: StoredSignature): (string | number | null)[] {
  return NAMES.map((name) => signature[name])
}

function toNumber(value: QueriedRow[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
