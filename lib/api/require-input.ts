import { z } from 'zod'
import { isHeaderName } from '#lib/core/headers'

// The field `require` of a bin, as callers send it.

const CHARS_MAX = 1024

/** No control characters, because no credential can carry them. */
const text = z
  .string()
  .min(1)
  .max(CHARS_MAX)
  .refine((value) => !/\p{Cc}|\p{Surrogate}/u.test(value), 'contains a control character')

/** HTTP removes white space at the ends of a header. */
const headerText = text.refine(
  (value) => value.trim() === value,
  'begins or ends with white space, which HTTP removes from a header',
)

const SECRET = 'Stored encrypted and shown as `•••`. Send `•••` to keep the stored value.'

const auth = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('basic'),
    user: text.refine((value) => !value.includes(':'), 'contains a colon, which ends the user name in HTTP Basic'),
    password: text.describe(SECRET),
  }),
  z.strictObject({ type: z.literal('bearer'), token: headerText.describe(SECRET) }),
  z.strictObject({
    type: z.literal('header'),
    name: z
      .string()
      .max(256)
      .refine(isHeaderName, 'is not a valid header name')
      .describe(
        'A name that Creel recognises as a credential, such as `X-Webhook-Token`, so that redacted links hide its value.',
      ),
    value: headerText.describe(SECRET),
  }),
  z.strictObject({
    type: z.literal('query'),
    name: text.max(256).describe('As with `header`.'),
    value: text.describe(SECRET),
  }),
])

export const requireInput = z
  .strictObject({
    signature: z.literal(true).optional().describe('A valid signature by a secret of the bin. The bin must have one.'),
    auth: auth.optional(),
  })
  .refine(
    ({ signature, auth }) => signature !== undefined || auth !== undefined,
    'needs signature, auth or both; null requires nothing',
  )
  .nullable()
  .describe(
    'What senders must provide. A request without it is stored, and its sender gets 401, with `reply.by: "gate"`. Replaced as a whole. null: nothing. CORS preflights always pass.',
  )
