import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const awsEventbridge: KnownSender = {
  id: 'aws-eventbridge',
  label: 'Amazon EventBridge',
  recognise({ header, json }) {
    const isEvent = hasKeys(json(), 'detail-type', 'source', 'detail', 'account', 'region')
    if (!isEvent && !header('user-agent')?.startsWith('Amazon/EventBridge')) return null
    return {
      event: textAt(json(), 'detail-type'),
      summary: joined(', ', textAt(json(), 'source'), textAt(json(), 'region')),
      messageId: textAt(json(), 'id'),
    }
  },
}
