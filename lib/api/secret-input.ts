import { z } from 'zod'
import { isWellFormed } from './bin-input'

// The secrets and keys that providers sign with, as callers send them.

const SECRET_CHARS_MAX = 16_384

export const secretText = z
  .string()
  .min(1)
  .max(SECRET_CHARS_MAX)
  .refine(isWellFormed, 'contains half a surrogate pair, which UTF-8 cannot encode')

export const customTemplate = z
  .strictObject({
    header: z.string(),
    algorithm: z.enum(['sha256', 'sha1', 'sha512']),
    encoding: z.enum(['hex', 'base64', 'base64url']),
    prefix: z.string().optional().describe('The text before the signature in the header, as in `sha256=`.'),
    signed: z.string().describe('The signed string, as in `{timestamp}.{body}`; also `{method}` and `{url}`.'),
    timestampHeader: z.string().optional(),
    timestampUnit: z.enum(['s', 'ms']).optional(),
    secretEncoding: z.enum(['text', 'base64', 'hex']).optional().describe('How the secret encodes the key.'),
  })
  .describe('With the scheme `custom`: an HMAC in a header.')

const signOptions = {
  timestamp: z
    .union([z.literal('now'), z.iso.datetime({ offset: true })])
    .default('now')
    .transform((text) => (text === 'now' ? undefined : Date.parse(text)))
    .describe('The time of signing that it claims.'),
  break: z
    .enum(['signature', 'timestamp', 'body', 'secret'])
    .optional()
    .describe(
      'Wrong on purpose, to see whether the target refuses it: another signature, an old timestamp, a changed body, another secret.',
    ),
}

export const signInput = z.union(
  [
    z.strictObject({ secretId: z.string().describe('A secret of this bin.'), ...signOptions }),
    z.strictObject({
      scheme: z.string().max(100),
      secret: secretText.optional(),
      publicKey: secretText.optional(),
      custom: customTemplate.optional(),
      ...signOptions,
    }),
  ],
  'needs secretId, or scheme and secret; timestamp is "now" or an ISO time, break one of signature, timestamp, body, secret',
)
