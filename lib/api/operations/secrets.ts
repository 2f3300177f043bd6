import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { parseUrl } from '#lib/core/parse-url'
import { addSecret as add } from '#lib/services/secrets/add-secret'
import { listSchemes as schemes } from '#lib/services/secrets/list-schemes'
import { listSecrets as list, deleteSecret as remove, updateSecret as update } from '#lib/services/secrets/manage-secrets'
import { lineOfText } from '../bin-input'
import { defineOperation } from '../operation'
import { hasNoNul, NUL_FAULT } from '../request-input'
import { customTemplate, secretText } from '../secret-input'
import { binSecretAnswer, checkingAnswer, signatureSchemeAnswer } from '../signature-answers'

const YEAR_SECONDS = 365 * 24 * 3600

const label = lineOfText(LIMITS.labelCharsMax).nullable().describe('Which of several secrets it is.')
const url = z
  .string()
  .max(8192)
  .refine((text) => /^https?:\/\/[^\s#]+$/i.test(text) && parseUrl(text) !== null, 'is not an absolute http or https URL')
  .refine(hasNoNul, NUL_FAULT)
  .nullable()
  .describe(
    'The absolute URL as the provider knows it, for schemes that sign it. Without a query, that of the request is added; null: the capture URL.',
  )
const toleranceSeconds = z
  .int()
  .min(1)
  .max(YEAR_SECONDS)
  .nullable()
  .describe('How old a signature may be. null: the default of the scheme.')
const newSecret = z.strictObject({
  scheme: z.string().max(100).describe('An id of `GET /api/v1/signature-schemes`, or `custom`.'),
  secret: secretText.optional(),
  publicKey: secretText.optional().describe('Hex, base64, a PEM key or a PEM certificate.'),
  label: label.default(null),
  url: url.default(null),
  toleranceSeconds: toleranceSeconds.default(null),
  custom: customTemplate.optional(),
})

export const listSchemes = defineOperation({
  id: 'listSchemes',
  method: 'GET',
  path: '/api/v1/signature-schemes',
  summary: 'List the signature schemes that Creel knows',
  access: 'anyone',
  params: [],
  answer: {
    status: 200,
    description: 'By label, `custom` last.',
    schema: z.strictObject({ schemes: z.array(signatureSchemeAnswer) }),
  },
  run: async () => ({ data: { schemes: schemes() } }),
})

export const listSecrets = defineOperation({
  id: 'listSecrets',
  method: 'GET',
  path: '/api/v1/bins/{bin}/secrets',
  summary: 'List the secrets of a bin',
  description: 'The secrets that providers sign its requests with. Their values are never shown.',
  access: 'keyReader',
  params: ['bin'],
  answer: {
    status: 200,
    description: 'Newest first.',
    schema: z.strictObject({
      secrets: z.array(binSecretAnswer),
      checking: checkingAnswer
        .nullable()
        .describe('Set while stored captures are checked after a change of the secrets; otherwise null.'),
    }),
  },
  run: async (rt, { params }, { actor }) => ({ data: await list(rt, actor, params.bin) }),
})

export const addSecret = defineOperation({
  id: 'addSecret',
  method: 'POST',
  path: '/api/v1/bins/{bin}/secrets',
  summary: 'Add a secret to a bin',
  description: 'It is stored encrypted (AES-256-GCM) and never shown again. A bin has at most 50.',
  access: 'owner',
  params: ['bin'],
  body: newSecret,
  answer: { status: 201, description: 'The secret, without its value.', schema: binSecretAnswer },
  errors: ['secret_key_missing', 'secrets_full'],
  run: async (rt, { params, body }, { actor }) => ({ data: await add(rt, actor, params.bin, body) }),
})

export const updateSecret = defineOperation({
  id: 'updateSecret',
  method: 'PATCH',
  path: '/api/v1/bins/{bin}/secrets/{secret}',
  summary: 'Change the details of a secret',
  description: 'Changes the fields that are given. The value itself does not change: add another secret, and delete this one.',
  access: 'owner',
  params: ['bin', 'secret'],
  body: z.strictObject({ label: label.optional(), url: url.optional(), toleranceSeconds: toleranceSeconds.optional() }),
  answer: { status: 200, description: 'The secret as it is now.', schema: binSecretAnswer },
  errors: ['secret_not_found'],
  run: async (rt, { params, body }, { actor }) => ({ data: await update(rt, actor, params.bin, params.secret, body) }),
})

export const deleteSecret = defineOperation({
  id: 'deleteSecret',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}/secrets/{secret}',
  summary: 'Delete a secret of a bin',
  access: 'owner',
  params: ['bin', 'secret'],
  answer: { status: 204, description: 'The secret was deleted.' },
  errors: ['secret_not_found', 'secret_needed'],
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin, params.secret)
    return { data: undefined }
  },
})
