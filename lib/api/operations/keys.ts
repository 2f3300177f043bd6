import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { ownerIdOf } from '#lib/services/actor'
import { createKey as create } from '#lib/services/keys/create-key'
import { deleteKey as remove } from '#lib/services/keys/delete-key'
import { listKeys as list } from '#lib/services/keys/list-keys'
import { takeRate } from '#lib/services/take-rate'
import { accessKeyAnswer, createdKeyAnswer } from '../access-answers'
import { lineOfText } from '../bin-input'
import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

const HUNDRED_YEARS_SECONDS = 100 * 365 * 24 * 3600

const label = lineOfText(LIMITS.labelCharsMax)
  .nullable()
  .default(null)
  .describe('What the key is for. White space at the ends is removed.')

const newKey = z
  .strictObject({
    label,
    scope: z
      .enum(['full', 'read'])
      .default('full')
      .meta({ default: 'full' })
      .describe('`read`: every call that only reads, and the live stream. `full`: everything.'),
    bins: z
      .array(z.string().max(63))
      .min(1, 'is empty; null means all bins')
      .max(LIMITS.binsPerKeyMax)
      .transform((ids) => [...new Set(ids)])
      .nullable()
      .default(null)
      .describe('The ids of the bins that the key may read; null: all, including later ones. Only with scope `read`.'),
    ttlSeconds: z
      .int()
      .min(1)
      .max(HUNDRED_YEARS_SECONDS)
      .optional()
      .describe('Lifetime from now. Without it, the key does not expire.'),
  })
  .refine(({ bins, scope }) => bins === null || scope === 'read', {
    path: ['bins'],
    message: 'is allowed only with scope "read"',
  })

export const listKeys = defineOperation({
  id: 'listKeys',
  method: 'GET',
  path: '/api/v1/keys',
  summary: 'List the access keys of the owner',
  description: 'A key that is limited to some bins sees no others here.',
  access: 'keyReader',
  params: [],
  answer: {
    status: 200,
    description: 'Newest first. Expired keys are listed too.',
    schema: z.strictObject({ keys: z.array(accessKeyAnswer) }),
  },
  run: async (rt, _input, { actor }) => ({ data: { keys: await list(rt, actor) } }),
})

export const createKey = defineOperation({
  id: 'createKey',
  method: 'POST',
  path: '/api/v1/keys',
  summary: 'Create an access key',
  description:
    'With an access key of scope `full`: another key of the same owner. With the `CREEL_ADMIN_KEY` of this installation as Bearer: a key ' +
    'of a new owner, for somebody you invite where `CREEL_CREATE=key`; it needs scope `full`.',
  access: 'keymaker',
  params: [],
  body: newKey,
  bodyOptional: true,
  answer: { status: 201, description: 'The key. `accessKey` is shown only this once.', schema: createdKeyAnswer },
  errors: ['bin_not_found', 'keys_full', 'too_many_requests'],
  async run(rt, { body }, { actor }) {
    const ownerId = ownerIdOf(actor)
    const headers = ownerId === null ? {} : await takeRate(rt, 'keys', ownerId)
    return { data: await create(rt, actor, body), headers }
  },
})

export const deleteKey = defineOperation({
  id: 'deleteKey',
  method: 'DELETE',
  path: '/api/v1/keys/{key}',
  summary: 'Revoke an access key',
  description:
    'It is refused at once, and sockets, event streams and exports that were opened with it end. The last key with scope `full` that has not ' +
    'expired cannot be revoked (409 `last_key`).',
  access: 'owner',
  params: ['key'],
  answer: { status: 204, description: 'The key was revoked. If it came by cookie, the cookie is removed.' },
  errors: ['key_not_found', 'last_key'],
  async run(rt, { params }, { actor, origins }) {
    await remove(rt, actor, params.key)
    const isOwnCookie = actor.kind === 'key' && actor.via === 'cookie' && actor.key.id === params.key
    return { data: undefined, headers: isOwnCookie ? keyCookie(null, origins) : {} }
  },
})
