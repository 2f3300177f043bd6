import { z } from 'zod'
import { listDeliveries as list } from '#lib/services/list-deliveries'
import { deliveryAnswer } from '../answers'
import { defineOperation } from '../operation'

export const listDeliveries = defineOperation({
  id: 'listDeliveries',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}/deliveries',
  summary: 'List what became of the resends of a capture',
  access: 'viewer',
  params: ['bin', 'capture'],
  answer: {
    status: 200,
    description: 'Newest first, at most 200.',
    schema: z.strictObject({ deliveries: z.array(deliveryAnswer) }),
  },
  run: async (rt, { params }, { viewer }) => ({ data: { deliveries: await list(rt, viewer, params.bin, params.capture) } }),
})
