import { z } from 'zod'
import {
  createForward as create,
  getForward as get,
  listForwards as list,
  deleteForward as remove,
  updateForward as update,
} from '#lib/services/forwards/manage-forwards'
import { retryDead as retry, skipCapture as skip } from '#lib/services/forwards/retry-forward'
import { count } from '../answers'
import { filterText } from '../filter-text'
import { forwardAnswer } from '../forward-answers'
import { changedForward, newForward } from '../forward-input'
import { defineOperation } from '../operation'

const all = '/api/v1/bins/{bin}/forwards'
const one = '/api/v1/bins/{bin}/forwards/{forward}'
const params = ['bin', 'forward'] as const

export const listForwards = defineOperation({
  id: 'listForwards',
  method: 'GET',
  path: all,
  summary: 'List the forwards of a bin',
  access: 'keyReader',
  params: ['bin'],
  answer: { status: 200, description: 'Oldest first.', schema: z.strictObject({ forwards: z.array(forwardAnswer) }) },
  run: async (rt, { params }, { actor }) => ({ data: { forwards: await list(rt, actor, params.bin) } }),
})

export const createForward = defineOperation({
  id: 'createForward',
  method: 'POST',
  path: all,
  summary: 'Forward the captures of a bin to a URL',
  description:
    'Each capture that arrives after this call and matches `q` is sent with its method, headers and bytes, at least once, and retried if ' +
    'the target fails. It continues after restarts. Every try is stored as a delivery of its capture (`via: "forward"`). A truncated capture is not sent: it is ' +
    'dead. `x-creel-hops` counts how often a request was sent on; after three times it is dead. A bin has at most 20 forwards.',
  access: 'owner',
  params: ['bin'],
  body: newForward,
  answer: { status: 201, description: 'The forward.', schema: forwardAnswer },
  errors: ['forwards_off', 'forwards_full', 'target_forbidden', 'secret_not_found'],
  run: async (rt, { params, body }, { actor }) => ({ data: await create(rt, actor, params.bin, body) }),
})

export const getForward = defineOperation({
  id: 'getForward',
  method: 'GET',
  path: one,
  summary: 'Get a forward: its settings, its state and its backlog',
  access: 'keyReader',
  params,
  answer: { status: 200, description: 'The forward.', schema: forwardAnswer },
  errors: ['forward_not_found'],
  run: async (rt, { params }, { actor }) => ({ data: await get(rt, actor, params.bin, params.forward) }),
})

export const updateForward = defineOperation({
  id: 'updateForward',
  method: 'PATCH',
  path: one,
  summary: 'Change, pause or resume a forward',
  description: 'Changes the fields that are given. With another URL, or when enabled again, it is tried at once.',
  access: 'owner',
  params,
  body: changedForward,
  answer: { status: 200, description: 'The forward as it is now.', schema: forwardAnswer },
  errors: ['forward_not_found', 'forwards_off', 'target_forbidden', 'secret_not_found'],
  run: async (rt, { params, body }, { actor }) => ({ data: await update(rt, actor, params.bin, params.forward, body) }),
})

export const deleteForward = defineOperation({
  id: 'deleteForward',
  method: 'DELETE',
  path: one,
  summary: 'Delete a forward',
  access: 'owner',
  params,
  answer: { status: 204, description: 'The forward is deleted with its waiting and dead captures. Its deliveries stay.' },
  errors: ['forward_not_found'],
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin, params.forward)
    return { data: undefined }
  },
})

export const retryForward = defineOperation({
  id: 'retryForward',
  method: 'POST',
  path: `${one}/retry`,
  summary: 'Retry the dead captures of a forward',
  description: 'All of them, or those that match `q` and died since `since`. They are sent at the pace of the forward.',
  access: 'owner',
  params,
  body: z.strictObject({
    q: filterText.optional().describe('Which captures; see docs/filter.md.'),
    since: z.iso
      .datetime({ offset: true })
      .transform((text) => Date.parse(text))
      .optional()
      .describe('Only captures that died since then.'),
  }),
  bodyOptional: true,
  answer: { status: 200, description: 'How many.', schema: z.strictObject({ retried: count }) },
  errors: ['forward_not_found', 'forwards_off'],
  run: async (rt, { params, body: { q: filter, since } }, { actor }) => ({
    data: { retried: await retry(rt, actor, params.bin, params.forward, { filter, since }) },
  }),
})

export const skipForward = defineOperation({
  id: 'skipForward',
  method: 'POST',
  path: `${one}/skip`,
  summary: 'Give up on a capture that a forward has not delivered',
  description: 'It then counts as dead, and `…/retry` sends it.',
  access: 'owner',
  params,
  body: z.strictObject({ captureId: z.string().max(100) }),
  answer: {
    status: 200,
    description: 'The capture is not sent any more.',
    schema: z.strictObject({ skipped: z.boolean().describe('false: it was sent, or was dead, before.') }),
  },
  errors: ['forward_not_found', 'capture_not_found'],
  run: async (rt, { params, body }, { actor }) => ({
    data: { skipped: await skip(rt, actor, params.bin, params.forward, body.captureId) },
  }),
})
