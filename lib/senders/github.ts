import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** The id stays the same when GitHub redelivers. https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
export const github: KnownSender = {
  id: 'github',
  label: 'GitHub',
  recognise({ header, json }) {
    const event = header('x-github-event')
    if (event === null) return null
    const by = textAt(json(), 'sender', 'login')
    return {
      event: joined('.', event, textAt(json(), 'action')),
      summary: joined(
        ', ',
        textAt(json(), 'repository', 'full_name') ?? textAt(json(), 'organization', 'login'),
        by && `by ${by}`,
      ),
      messageId: header('x-github-delivery'),
    }
  },
}
