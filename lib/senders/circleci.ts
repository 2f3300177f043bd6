import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://circleci.com/docs/guides/integration/outbound-webhooks/ */
export const circleci: KnownSender = {
  id: 'circleci',
  label: 'CircleCI',
  recognise({ header, json }) {
    const event = header('circleci-event-type')
    if (event === null) return null
    const what = textAt(json(), 'job', 'name') ?? textAt(json(), 'workflow', 'name')
    const status = textAt(json(), 'job', 'status') ?? textAt(json(), 'workflow', 'status')
    return { event, summary: joined(' ', textAt(json(), 'project', 'slug'), what, status), messageId: textAt(json(), 'id') }
  },
}
