import { z } from 'zod'
import { hasHiddenCharacters } from '#lib/core/hidden-text'
import { CHOSEN_BIN_ID } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import { replyHeaderFault } from '#lib/core/reply-header'
import { requireInput } from './require-input'

// The fields of POST /bins and PATCH /bins/{bin}.

const TEN_YEARS_SECONDS = 10 * 365 * 24 * 3600

const replyHeaders = z
  .array(z.tuple([z.string().max(256), z.string().max(8192)]))
  .max(100)
  .superRefine((headers, context) => {
    const chars = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    if (chars > LIMITS.replyHeaderCharsMax) {
      context.addIssue({
        code: 'custom',
        message: `are ${chars} characters in total, and the limit is ${LIMITS.replyHeaderCharsMax}`,
      })
    }
    headers.forEach(([name, value], index) => {
      const message = replyHeaderFault(name, value)
      if (message) context.addIssue({ code: 'custom', path: [index], message })
    })
  })

/** Members that are given replace the current ones. The others keep their value (in PATCH) or get the default (in POST). */
const response = z
  .strictObject({
    status: z.int().min(200).max(599).optional(),
    headers: replyHeaders
      .optional()
      .describe(
        'The whole list. These are refused: hop-by-hop headers, `content-length`, `set-cookie`, invalid headers, and those that act beyond this response, ' +
          'on the origin or on a proxy (`clear-site-data`, `nel`, `alt-svc`, `x-accel-*` and the like). Names of your own start with `x-`. Those that ' +
          'every response has (`content-security-policy`, `cache-control`, `access-control-allow-origin` and the like) stay as they are.',
      ),
    body: z
      .string()
      .max(LIMITS.replyBodyCharsMax)
      .refine(isWellFormed, 'contains half a surrogate pair, which UTF-8 cannot encode')
      .nullable()
      .optional()
      .describe('null: the default body, `{"captured":"<captureId>"}`.'),
    delayMs: z.int().min(0).max(LIMITS.responseDelayMsMax).optional().describe('Counted from the commit.'),
  })
  .nullable()
  .describe('The response that senders get. null: the default.')

const name = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.binNameCharsMax)
  .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && isWellFormed(text), 'contains a control character or a line break')
  .refine((text) => !hasHiddenCharacters(text), 'contains an invisible character, or one that reorders text')
  .nullable()
  .describe('White space at the ends is removed. null: no name.')

const ttlSeconds = z
  .int()
  .min(60)
  .max(TEN_YEARS_SECONDS)
  .nullable()
  .describe('Lifetime from now, whatever arrives. null: the setting of the operator, counted from the last capture.')

export const createBinInput = z.strictObject({
  name: name.optional(),
  id: z
    .string()
    .regex(CHOSEN_BIN_ID, 'takes 3 to 63 of a-z, 0-9 and -, and does not begin with -')
    .optional()
    .describe('Part of the capture URL. A chosen id can be guessed, and anyone who guesses it can send.'),
  ttlSeconds: ttlSeconds.optional(),
  response: response.optional(),
  require: requireInput.optional(),
})

export const updateBinInput = createBinInput.omit({ id: true })

/**
 * Line breaks and tabs are allowed. Other control characters and half a surrogate pair are not, because databases refuse some of them;
 * invisible characters are not either.
 */
export function plainText(text: string): boolean {
  return !/[^\P{Cc}\n\r\t]/u.test(text) && isWellFormed(text) && !hasHiddenCharacters(text)
}

/** One line of plain text, such as a name. White space at the ends is removed. */
export function lineOfText(charsMax: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(charsMax)
    .refine(
      (text) => plainText(text) && !/[\n\r\t]/.test(text),
      'contains a control character, an invisible one, or one that reorders text',
    )
}

export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
