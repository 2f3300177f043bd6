import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide */
export const hubspot: SampleProvider = {
  sender: 'hubspot',
  schemes: ['hubspot'],
  events: {
    'contact.creation': (fresh) =>
      batch(fresh, { subscriptionType: 'contact.creation', changeFlag: 'CREATED', changeSource: 'CRM_UI' }),
    'deal.propertyChange': (fresh) =>
      batch(fresh, {
        subscriptionType: 'deal.propertyChange',
        propertyName: 'dealstage',
        propertyValue: 'closedwon',
        changeSource: 'CRM_UI',
      }),
  },
}

function batch({ now, digits }: SampleValues, what: object): SampleRequest {
  return jsonRequest({ 'User-Agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/)', Accept: '*/*' }, [
    {
      eventId: Number(digits(10)),
      subscriptionId: Number(digits(7)),
      portalId: Number(digits(8)),
      appId: Number(digits(6)),
      occurredAt: now,
      attemptNumber: 0,
      objectId: Number(digits(9)),
      ...what,
    },
  ])
}
