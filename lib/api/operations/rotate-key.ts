import { z } from 'zod'
import { rotateAccessKey } from '#lib/services/rotate-access-key'
import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

export const rotateKey = defineOperation({
  id: 'rotateKey',
  method: 'POST',
  path: '/api/v1/session/rotate',
  summary: 'Replace the access key',
  description:
    'For a key that others may have seen. The bins stay and belong to the new key; the old one is unknown at once, and streams that were ' +
    'opened with it end. Share links stay as they are. Where the key came by cookie, the cookie holds the new one.',
  access: 'owner',
  params: [],
  answer: {
    status: 200,
    description: 'The new key. It is shown this once.',
    schema: z.strictObject({ accessKey: z.string() }),
  },
  async run(rt, _input, { owner, origins }) {
    const accessKey = await rotateAccessKey(rt, owner)
    return { data: { accessKey }, headers: owner?.via === 'cookie' ? keyCookie(accessKey, origins) : {} }
  },
})
