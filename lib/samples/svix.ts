import { jsonRequest, type SampleProvider } from './sample'
import { svixHeaders } from './svix-headers'

/** https://docs.svix.com/receiving/verifying-payloads/how */
export const svix: SampleProvider = {
  sender: 'svix',
  schemes: ['svix'],
  events: {
    'order.shipped': (fresh) =>
      jsonRequest(svixHeaders(fresh), {
        type: 'order.shipped',
        timestamp: fresh.iso(),
        data: { object: 'order', id: `ord_${fresh.text(16)}`, carrier: 'Swiss Post', parcels: 2 },
      }),
    'stock.low': (fresh) =>
      jsonRequest(svixHeaders(fresh), {
        type: 'stock.low',
        timestamp: fresh.iso(),
        data: { object: 'product', id: `prd_${fresh.text(16)}`, name: 'Maidenhair fern', left: 3 },
      }),
  },
}
