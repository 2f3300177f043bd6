import type { ForwardMark } from '#lib/core/filter/filter'

const ATTEMPT = 'SELECT 1 FROM "ForwardAttempt" a WHERE a."binKey" = c."binKey" AND a."seq" = c."seq"'

/** SQL conditions on a row of "Capture" c. A capture that a forward has not reached yet is pending, unless it was skipped. */
export const FORWARD_MARK_SQL: Readonly<Record<ForwardMark, string>> = {
  pending: `(EXISTS (${ATTEMPT} AND NOT a."dead") OR EXISTS (SELECT 1 FROM "Forward" w WHERE w."binKey" = c."binKey" AND w."seq" < c."seq"
    AND NOT EXISTS (${ATTEMPT} AND a."forwardId" = w."id")))`,
  dead: `EXISTS (${ATTEMPT} AND a."dead")`,
  done: `EXISTS (SELECT 1 FROM "Delivery" d WHERE d."binKey" = c."binKey" AND d."captureSeq" = c."seq" AND d."via" = 'forward' AND d."status" >= 200
    AND d."status" < 300)`,
}
