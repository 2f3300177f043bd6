import { z } from 'zod'
import { endSession as end, getSession as get, rotateKey as rotate, startSession as start } from '#lib/services/keys/session'
import { sessionAnswer } from '../access-answers'
import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

export const getSession = defineOperation({
  id: 'getSession',
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Get the owner and the access key of the caller',
  access: 'keyReader',
  params: [],
  answer: { status: 200, description: 'The owner, and the key.', schema: sessionAnswer },
  run: async (rt, _input, { actor }) => ({ data: await get(rt, actor) }),
})

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

export const endSession = defineOperation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Sign this browser out',
  description:
    'The key stays valid: keep it, or its bins cannot be opened again. Sockets and event streams that were opened with the cookie end.',
  access: 'anyone',
  params: [],
  answer: { status: 204, description: 'The cookie was removed, and streams that were opened with it have ended.' },
  async run(rt, _input, { actor, origins }) {
    end(rt, actor)
    return { data: undefined, headers: keyCookie(null, origins) }
  },
})

export const rotateKey = defineOperation({
  id: 'rotateKey',
  method: 'POST',
  path: '/api/v1/session/rotate',
  summary: 'Replace the access key in use',
  description:
    'For a key that others may have seen. The new key has the same owner, label and expiry, and a new id. The old one is refused at ' +
    'once, and sockets, event streams and exports that were opened with it end. Other keys and share links stay as they are. If the key ' +
    'came by cookie, the cookie holds the new one.',
  access: 'owner',
  params: [],
  answer: {
    status: 200,
    description: 'The new key. It is shown only this once.',
    schema: z.strictObject({ accessKey: z.string() }),
  },
  async run(rt, _input, { actor, origins }) {
    const accessKey = await rotate(rt, actor)
    return { data: { accessKey }, headers: actor.kind === 'key' && actor.via === 'cookie' ? keyCookie(accessKey, origins) : {} }
  },
})
