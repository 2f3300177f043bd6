import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://docs.lemonsqueezy.com/help/webhooks/webhook-requests */
export const lemonSqueezy: SampleProvider = {
  sender: 'lemon-squeezy',
  schemes: ['lemon-squeezy'],
  events: {
    order_created: (fresh) =>
      event(fresh, 'order_created', 'orders', {
        order_number: Number(fresh.digits(4)),
        identifier: fresh.uuid(),
        user_name: 'Tomás Ruiz',
        user_email: 'tomas@fern-and-field.example',
        currency: 'EUR',
        status: 'paid',
        subtotal: 2479,
        tax: 521,
        total: 3000,
        first_order_item: { product_name: 'Greenhouse planner', variant_name: 'Yearly', price: 3000 },
      }),
    subscription_cancelled: (fresh) =>
      event(fresh, 'subscription_cancelled', 'subscriptions', {
        order_id: Number(fresh.digits(7)),
        product_name: 'Greenhouse planner',
        user_email: 'tomas@fern-and-field.example',
        status: 'cancelled',
        cancelled: true,
        ends_at: fresh.iso(21 * 86_400),
      }),
  },
}

function event({ digits, iso, uuid }: SampleValues, name: string, type: string, attributes: object): SampleRequest {
  return jsonRequest(
    { Accept: '*/*', 'X-Event-Name': name },
    {
      meta: { event_name: name, test_mode: true, webhook_id: uuid() },
      data: {
        type,
        id: digits(7),
        attributes: { store_id: 51_204, ...attributes, created_at: iso(), updated_at: iso(), test_mode: true },
      },
    },
  )
}
