import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

export const endSession = defineOperation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Sign this browser out',
  description: 'The key stays valid: keep it, or its bins cannot be reached again.',
  access: 'anyone',
  params: [],
  answer: { status: 204, description: 'The cookie is gone.' },
  run: async (_rt, _input, { origins }) => ({ data: undefined, headers: keyCookie(null, origins) }),
})
