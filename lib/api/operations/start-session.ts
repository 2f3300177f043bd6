import { z } from 'zod'
import { startSession as start } from '#lib/services/start-session'
import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

export const startSession = defineOperation({
  id: 'startSession',
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Sign this browser in with an access key',
  access: 'anyone',
  params: [],
  body: z.strictObject({ accessKey: z.string().min(1).max(256) }),
  answer: { status: 204, description: 'The cookie `creel_key` is set.' },
  async run(rt, { body }, { origins }) {
    await start(rt, body.accessKey)
    return { data: undefined, headers: keyCookie(body.accessKey, origins) }
  },
})
