import { getDelivery as get } from '#lib/services/get-delivery'
import { deliveryAnswer } from '../delivery-answers'
import { defineOperation } from '../operation'

export const getDelivery = defineOperation({
  id: 'getDelivery',
  method: 'GET',
  path: '/api/v1/bins/{bin}/deliveries/{delivery}',
  summary: 'Get one delivery, with its whole response body',
  access: 'reader',
  params: ['bin', 'delivery'],
  answer: { status: 200, description: 'The delivery.', schema: deliveryAnswer },
  errors: ['delivery_not_found'],
  run: async (rt, { params }, { actor }) => ({ data: await get(rt, actor, params.bin, params.delivery) }),
})
