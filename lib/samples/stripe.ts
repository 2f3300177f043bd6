import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://docs.stripe.com/api/events/object */
export const stripe: SampleProvider = {
  sender: 'stripe',
  schemes: ['stripe'],
  events: {
    'invoice.paid': (fresh) =>
      event(fresh, 'invoice.paid', {
        id: `in_1${fresh.text(23)}`,
        object: 'invoice',
        amount_due: 4900,
        amount_paid: 4900,
        amount_remaining: 0,
        attempt_count: 1,
        billing_reason: 'subscription_cycle',
        collection_method: 'charge_automatically',
        currency: 'eur',
        customer: `cus_${fresh.text(14)}`,
        customer_email: 'ines@fern-and-field.example',
        number: `FERN-${fresh.digits(4)}`,
        period_end: fresh.seconds,
        period_start: fresh.seconds - 30 * 86_400,
        status: 'paid',
      }),
    'checkout.session.completed': (fresh) =>
      event(fresh, 'checkout.session.completed', {
        id: `cs_test_a1${fresh.text(56)}`,
        object: 'checkout.session',
        amount_subtotal: 3200,
        amount_total: 3795,
        client_reference_id: `order-${fresh.digits(5)}`,
        currency: 'eur',
        customer_details: { email: 'tomas@fern-and-field.example', name: 'Tomás Ruiz', tax_exempt: 'none' },
        mode: 'payment',
        payment_intent: `pi_3${fresh.text(23)}`,
        payment_status: 'paid',
        status: 'complete',
        total_details: { amount_discount: 0, amount_shipping: 595, amount_tax: 0 },
      }),
    'payment_intent.payment_failed': (fresh) =>
      event(fresh, 'payment_intent.payment_failed', {
        id: `pi_3${fresh.text(23)}`,
        object: 'payment_intent',
        amount: 12_900,
        amount_received: 0,
        currency: 'eur',
        last_payment_error: {
          code: 'card_declined',
          decline_code: 'insufficient_funds',
          message: 'Your card has insufficient funds.',
          type: 'card_error',
        },
        payment_method_types: ['card'],
        status: 'requires_payment_method',
      }),
    'customer.subscription.deleted': (fresh) =>
      event(fresh, 'customer.subscription.deleted', {
        id: `sub_1${fresh.text(23)}`,
        object: 'subscription',
        cancel_at_period_end: false,
        canceled_at: fresh.seconds,
        cancellation_details: { comment: null, feedback: 'too_expensive', reason: 'cancellation_requested' },
        currency: 'eur',
        customer: `cus_${fresh.text(14)}`,
        ended_at: fresh.seconds,
        start_date: fresh.seconds - 90 * 86_400,
        status: 'canceled',
      }),
  },
}

function event({ seconds, text }: SampleValues, type: string, object: object): SampleRequest {
  return jsonRequest(
    {
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      Accept: '*/*; q=0.5, application/xml',
      'Cache-Control': 'no-cache',
      'Content-Type': 'application/json; charset=utf-8',
    },
    {
      id: `evt_1${text(23)}`,
      object: 'event',
      api_version: '2026-10-28.clover',
      created: seconds,
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: `req_${text(14)}`, idempotency_key: null },
      type,
    },
    2,
  )
}
