import { z } from 'zod'
import { listDeliveries as list } from '#lib/services/list-deliveries'
import { listedDeliveryAnswer } from '../delivery-answers'
import { defineOperation } from '../operation'

export const listDeliveries = defineOperation({
  id: 'listDeliveries',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}/deliveries',
  summary: 'List the deliveries of a capture',
  description: 'Response bodies over 64 KiB are left out; `GET …/deliveries/{delivery}` returns a whole delivery.',
  access: 'reader',
  params: ['bin', 'capture'],
  answer: {
    status: 200,
    description: 'Newest first, at most 200.',
    schema: z.strictObject({ deliveries: z.array(listedDeliveryAnswer) }),
  },
  run: async (rt, { params }, { actor }) => ({ data: { deliveries: await list(rt, actor, params.bin, params.capture) } }),
})
