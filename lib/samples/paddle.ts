import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developer.paddle.com/webhooks/about/overview */
export const paddle: SampleProvider = {
  sender: 'paddle',
  schemes: ['paddle'],
  events: {
    'transaction.completed': (fresh) =>
      event(fresh, 'transaction.completed', {
        id: `txn_01${id(fresh)}`,
        status: 'completed',
        customer_id: `ctm_01${id(fresh)}`,
        currency_code: 'EUR',
        origin: 'web',
        collection_mode: 'automatic',
        invoice_number: `331-${fresh.digits(5)}`,
        details: { totals: { subtotal: '2479', tax: '521', total: '3000', grand_total: '3000', currency_code: 'EUR' } },
        items: [{ price: { id: `pri_01${id(fresh)}`, description: 'Greenhouse planner, yearly' }, quantity: 1 }],
        billed_at: fresh.iso(-2),
        created_at: fresh.iso(-60),
        updated_at: fresh.iso(),
      }),
    'subscription.canceled': (fresh) =>
      event(fresh, 'subscription.canceled', {
        id: `sub_01${id(fresh)}`,
        status: 'canceled',
        customer_id: `ctm_01${id(fresh)}`,
        currency_code: 'EUR',
        started_at: fresh.iso(-90 * 86_400),
        canceled_at: fresh.iso(),
        next_billed_at: null,
        billing_cycle: { interval: 'month', frequency: 1 },
      }),
  },
}

const id = ({ text }: SampleValues) => text(24).toLowerCase()

function event(fresh: SampleValues, event_type: string, data: object): SampleRequest {
  return jsonRequest(
    { 'User-Agent': 'Paddle', Accept: '*/*', 'Paddle-Version': '1' },
    { event_id: `evt_01${id(fresh)}`, event_type, occurred_at: fresh.iso(), notification_id: `ntf_01${id(fresh)}`, data },
  )
}
