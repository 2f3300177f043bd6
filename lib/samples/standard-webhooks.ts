import { jsonRequest, type SampleProvider } from './sample'

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const standardWebhooks: SampleProvider = {
  sender: 'standard-webhooks',
  schemes: ['standard-webhooks'],
  events: {
    'invoice.created': (fresh) =>
      jsonRequest(
        { 'User-Agent': 'fern-webhooks/2.3', 'webhook-id': `msg_${fresh.text(27)}`, 'webhook-timestamp': String(fresh.seconds) },
        {
          type: 'invoice.created',
          timestamp: fresh.iso(),
          data: { object: 'invoice', id: `inv_${fresh.text(16)}`, total: '37.95', currency: 'EUR' },
        },
      ),
  },
}
