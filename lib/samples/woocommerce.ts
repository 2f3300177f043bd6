import { jsonRequest, type SampleProvider } from './sample'

/** https://woocommerce.com/document/webhooks/ */
export const woocommerce: SampleProvider = {
  sender: 'woocommerce',
  schemes: ['woocommerce'],
  events: {
    'order.created': (fresh) =>
      jsonRequest(
        {
          'User-Agent': 'WooCommerce/10.3.5 Hookshot (WordPress/6.8.3)',
          Accept: '*/*',
          'X-WC-Webhook-Source': 'https://fern-and-field.example/',
          'X-WC-Webhook-Topic': 'order.created',
          'X-WC-Webhook-Resource': 'order',
          'X-WC-Webhook-Event': 'created',
          'X-WC-Webhook-ID': fresh.digits(2),
          'X-WC-Webhook-Delivery-ID': fresh.hex(32),
        },
        {
          id: Number(fresh.digits(5)),
          status: 'processing',
          currency: 'EUR',
          date_created: fresh.iso().slice(0, -1),
          total: '37.95',
          customer_id: 14,
          billing: { first_name: 'Tomás', last_name: 'Ruiz', city: 'Zürich', country: 'CH' },
          payment_method: 'bacs',
          line_items: [{ name: 'Maidenhair fern', quantity: 2, sku: 'FERN-M-14', total: '24.00' }],
        },
      ),
  },
}
