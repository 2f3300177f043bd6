import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://shopify.dev/docs/api/webhooks */
export const shopify: SampleProvider = {
  sender: 'shopify',
  schemes: ['shopify'],
  events: {
    'orders/create': (fresh) =>
      event(fresh, 'orders/create', {
        id: Number(fresh.digits(13)),
        admin_graphql_api_id: `gid://shopify/Order/${fresh.digits(13)}`,
        created_at: fresh.iso(),
        currency: 'EUR',
        email: 'tomas@fern-and-field.example',
        financial_status: 'paid',
        fulfillment_status: null,
        name: `#${fresh.digits(4)}`,
        subtotal_price: '32.00',
        total_price: '37.95',
        total_tax: '5.11',
        customer: { id: Number(fresh.digits(13)), first_name: 'Tomás', last_name: 'Ruiz' },
        line_items: [
          { id: Number(fresh.digits(14)), title: 'Maidenhair fern', quantity: 2, price: '12.00', sku: 'FERN-M-14' },
          { id: Number(fresh.digits(14)), title: 'Terracotta pot, 14 cm', quantity: 1, price: '8.00', sku: 'POT-T-14' },
        ],
        shipping_address: { city: 'Zürich', country_code: 'CH', zip: '8001' },
      }),
    'products/update': (fresh) =>
      event(fresh, 'products/update', {
        id: Number(fresh.digits(13)),
        title: 'Maidenhair fern',
        handle: 'maidenhair-fern',
        product_type: 'Plants',
        status: 'active',
        tags: 'indoor, shade',
        updated_at: fresh.iso(),
        variants: [{ id: Number(fresh.digits(14)), title: '14 cm', price: '12.00', inventory_quantity: 40 }],
      }),
    'app/uninstalled': (fresh) =>
      event(fresh, 'app/uninstalled', {
        id: Number(fresh.digits(11)),
        name: 'Fern & Field',
        email: 'shop@fern-and-field.example',
        domain: 'fern-and-field.example',
        myshopify_domain: SHOP,
        plan_name: 'basic',
        country: 'CH',
        updated_at: fresh.iso(),
      }),
  },
}

const SHOP = 'fern-and-field.myshopify.com'

function event({ uuid, iso }: SampleValues, topic: string, body: object): SampleRequest {
  return jsonRequest(
    {
      Accept: '*/*',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': topic,
      'X-Shopify-Shop-Domain': SHOP,
      'X-Shopify-API-Version': '2026-10',
      'X-Shopify-Webhook-Id': uuid(),
      'X-Shopify-Event-Id': uuid(),
      'X-Shopify-Triggered-At': iso(),
    },
    body,
  )
}
