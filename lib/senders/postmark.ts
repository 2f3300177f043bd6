import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://postmarkapp.com/developer/webhooks/webhooks-overview */
export const postmark: KnownSender = {
  id: 'postmark',
  label: 'Postmark',
  recognise({ header, json }) {
    const type = textAt(json(), 'RecordType')
    const inbound = hasKeys(json(), 'MessageStream', 'FromFull', 'MailboxHash')
    const isOurs = type !== null && hasKeys(json(), 'MessageStream')
    if (!isOurs && !inbound && header('user-agent') !== 'Postmark') return null
    return {
      event: type ?? (inbound ? 'Inbound' : null),
      summary: textAt(json(), 'Recipient') ?? textAt(json(), 'Email') ?? textAt(json(), 'Subject'),
      messageId: joined('.', type, textAt(json(), 'ID') ?? textAt(json(), 'MessageID')),
    }
  },
}
