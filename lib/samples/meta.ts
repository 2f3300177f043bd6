import { jsonRequest, type SampleProvider } from './sample'

/** https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks */
export const meta: SampleProvider = {
  sender: 'meta',
  schemes: ['meta'],
  events: {
    'whatsapp_business_account.messages': (fresh) => {
      const customer = `1500555${fresh.digits(4)}`
      const value = {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15005550006', phone_number_id: fresh.digits(15) },
        contacts: [{ profile: { name: 'Tomas Ruiz' }, wa_id: customer }],
        messages: [
          {
            from: customer,
            id: `wamid.${fresh.text(44)}==`,
            timestamp: String(fresh.seconds),
            text: { body: 'Is the maidenhair fern back in stock?' },
            type: 'text',
          },
        ],
      }
      return jsonRequest(
        { Accept: '*/*', 'User-Agent': 'facebookexternalua' },
        { object: 'whatsapp_business_account', entry: [{ id: fresh.digits(15), changes: [{ value, field: 'messages' }] }] },
      )
    },
  },
}
