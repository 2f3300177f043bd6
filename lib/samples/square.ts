import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developer.squareup.com/docs/webhooks/overview */
export const square: SampleProvider = {
  sender: 'square',
  schemes: ['square'],
  events: {
    'payment.updated': (fresh) =>
      event(fresh, 'payment.updated', 'payment', {
        amount_money: { amount: 3795, currency: 'EUR' },
        source_type: 'CARD',
        status: 'COMPLETED',
        receipt_number: fresh.text(4),
      }),
    'refund.created': (fresh) =>
      event(fresh, 'refund.created', 'refund', {
        amount_money: { amount: 1200, currency: 'EUR' },
        payment_id: fresh.text(36),
        reason: 'The pot arrived broken',
        status: 'PENDING',
      }),
  },
}

function event({ text, uuid, iso, digits }: SampleValues, type: string, kind: string, what: object): SampleRequest {
  const [id, merchant] = [text(36), `ML${digits(11)}`]
  return jsonRequest(
    { 'User-Agent': 'Square Connect v2', Accept: '*/*', 'square-environment': 'Sandbox' },
    {
      merchant_id: merchant,
      type,
      event_id: uuid(),
      created_at: iso(),
      data: { type: kind, id, object: { [kind]: { id, created_at: iso(-3), updated_at: iso(), version: 1, ...what } } },
    },
  )
}
