import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** An update has an id and one other field, which is named after its kind. https://core.telegram.org/bots/api#update */
export const telegram: KnownSender = {
  id: 'telegram',
  label: 'Telegram',
  recognise({ header, json }) {
    const update = json()
    const id = textAt(update, 'update_id')
    if (header('x-telegram-bot-api-secret-token') === null && id === null) return null
    const event = id === null ? null : (update?.keys().find((key) => key !== 'update_id') ?? null)
    const content = event === null ? undefined : valueAt(update, event)
    const by = textAt(content, 'from', 'username')
    return { event, summary: joined(' ', textAt(content, 'text') ?? textAt(content, 'data'), by && `from ${by}`), messageId: id }
  },
}
