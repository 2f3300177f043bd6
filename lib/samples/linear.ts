import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://linear.app/developers/webhooks */
export const linear: SampleProvider = {
  sender: 'linear',
  schemes: ['linear'],
  events: {
    'Issue.create': (fresh) =>
      event(fresh, 'Issue', {
        id: fresh.uuid(),
        identifier: 'FERN-128',
        number: 128,
        title: 'The roof stays open in the rain',
        priority: 2,
        priorityLabel: 'High',
        state: { name: 'Todo', type: 'unstarted' },
        team: { key: 'FERN', name: 'Greenhouse' },
        createdAt: fresh.iso(),
        updatedAt: fresh.iso(),
      }),
    'Comment.create': (fresh) =>
      event(fresh, 'Comment', {
        id: fresh.uuid(),
        body: 'Seen again this morning, at the second window.',
        issueId: fresh.uuid(),
        userId: fresh.uuid(),
        createdAt: fresh.iso(),
        updatedAt: fresh.iso(),
      }),
  },
}

function event({ now, iso, uuid }: SampleValues, type: string, data: object): SampleRequest {
  return jsonRequest(
    {
      'User-Agent': 'Linear-Webhook',
      'Content-Type': 'application/json; charset=utf-8',
      'Linear-Delivery': uuid(),
      'Linear-Event': type,
    },
    {
      action: 'create',
      actor: { id: uuid(), type: 'user', name: 'Ines Moreau' },
      createdAt: iso(),
      data,
      organizationId: uuid(),
      type,
      webhookTimestamp: now,
      webhookId: uuid(),
    },
  )
}
