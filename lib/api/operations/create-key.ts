import { z } from 'zod'
import { createAccessKey } from '#lib/services/create-access-key'
import { defineOperation } from '../operation'

export const createKey = defineOperation({
  id: 'createKey',
  method: 'POST',
  path: '/api/v1/keys',
  summary: 'Make an access key, as the operator',
  description:
    'For somebody you invite where `CREEL_CREATE=key`: they sign in with it and make bins. Needs `Authorization: Bearer` with the ' +
    '`CREEL_ADMIN_KEY` of this installation, which is good for nothing else.',
  access: 'admin',
  params: [],
  answer: {
    status: 201,
    description: 'The key. It is shown this once.',
    schema: z.strictObject({ accessKey: z.string() }),
  },
  async run(rt) {
    const { accessKey } = await createAccessKey(rt)
    return { data: { accessKey } }
  },
})
