import { limitSubject } from '#lib/core/limit-subject'
import { createBin as create } from '#lib/services/create-bin'
import { takeRate } from '#lib/services/take-rate'
import { createdBinAnswer } from '../bin-answers'
import { createBinInput } from '../bin-input'
import { keyCookie } from '../key-cookie'
import { defineOperation } from '../operation'

export const createBin = defineOperation({
  id: 'createBin',
  method: 'POST',
  path: '/api/v1/bins',
  summary: 'Create a bin',
  description:
    'A caller without credentials gets a new access key, in the response and as the cookie `creel_key`. With ' +
    '`CREEL_CREATE=key`, only a caller with a key can create bins.',
  access: 'creator',
  params: [],
  body: createBinInput,
  bodyOptional: true,
  answer: { status: 201, description: 'The bin.', schema: createdBinAnswer },
  errors: ['id_taken', 'too_many_requests'],
  async run(rt, { body }, { actor, origins, address }) {
    const rate = await takeRate(rt, 'bins', limitSubject(address))
    const { bin, accessKey } = await create(rt, actor, body, origins)
    const headers = { location: `/api/v1/bins/${bin.id}`, ...rate, ...(accessKey ? keyCookie(accessKey, origins) : {}) }
    return { data: accessKey ? { ...bin, accessKey } : bin, headers }
  },
})
