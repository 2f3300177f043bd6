import { z } from 'zod'
import type { BinSecret, Checking } from '#lib/core/bin-secret'
import { VERDICTS } from '#lib/core/capture'
import type { SignatureScheme } from '#lib/core/signature-scheme'
import { CAUSE_CODES } from '#lib/signatures/explain/cause'
import type { SignatureReport } from '#lib/signatures/report'
import { count, time } from './answers'
import { customTemplate } from './secret-input'

// The answers of the API about signatures and the secrets they are made with.

export const signatureSchemeAnswer: z.ZodType<SignatureScheme> = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['hmac', 'asymmetric', 'token', 'jwt']),
  canSign: z.boolean().describe('False if only the provider can sign.'),
  needsUrl: z.boolean().describe('The signature depends on the URL as the provider knows it.'),
  secretHint: z.string().describe('What the secret looks like and where to find it.'),
  toleranceSeconds: z.int().nullable().describe('How old a signature may be; null if no time is signed.'),
  docs: z.string().describe("The provider's page."),
})

export const binSecretAnswer: z.ZodType<BinSecret> = z.strictObject({
  id: z.string(),
  scheme: z.string(),
  label: z.string().nullable(),
  hint: z.string().nullable().describe('The last 4 characters; null for short secrets and for keys.'),
  url: z.string().nullable(),
  toleranceSeconds: z.int().nullable().describe('How old a signature may be; null if the scheme signs no time.'),
  ownTolerance: z.boolean().describe('Whether the owner set `toleranceSeconds`. Otherwise it is the default of the scheme.'),
  custom: customTemplate.nullable().describe('The template of the scheme `custom`; null for others.'),
  createdAt: time,
  lastMatchedAt: time.nullable().describe('When the last request that it verified arrived, to about a minute; null: never.'),
})

export const checkingAnswer: z.ZodType<Checking> = z.strictObject({ done: count, total: count })

export const signatureReportAnswer: z.ZodType<SignatureReport> = z.strictObject({
  verdict: z.enum(VERDICTS).nullable().describe('null if no secret applies, or a key of the provider cannot be fetched now.'),
  scheme: z.string().nullable(),
  secretId: z.string().nullable(),
  header: z.string().nullable().describe('The header, or the field of the body, that carries the signature.'),
  signedAt: time.nullable(),
  ageSeconds: z.int().nullable().describe('On arrival; negative if it was signed for a later time.'),
  toleranceSeconds: count.nullable(),
  steps: z
    .array(z.strictObject({ name: z.string(), value: z.string() }))
    .describe('How the signature is computed and checked, step by step.'),
  causes: z
    .array(
      z.strictObject({
        code: z.enum(CAUSE_CODES),
        certain: z.boolean().describe('Computing again with this one change gave exactly the signature that was sent.'),
        title: z.string(),
        detail: z.string(),
        fix: z.string(),
      }),
    )
    .describe('Most likely first. A valid signature may have notes.'),
  triedCount: count.describe('How many signatures were computed while looking for causes.'),
  tookMs: z.number().min(0),
})
