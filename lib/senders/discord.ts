import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

const INTERACTIONS = ['ping', 'application_command', 'message_component', 'autocomplete', 'modal_submit']

/** Interactions and webhook events. https://docs.discord.com/developers/interactions/receiving-and-responding */
export const discord: KnownSender = {
  id: 'discord',
  label: 'Discord',
  recognise({ header, json }) {
    if (header('x-signature-ed25519') === null || header('x-signature-timestamp') === null) return null
    const kind = INTERACTIONS[Number(textAt(json(), 'type')) - 1] ?? null
    const command = textAt(json(), 'data', 'name') ?? textAt(json(), 'data', 'custom_id')
    const by = textAt(json(), 'member', 'user', 'username') ?? textAt(json(), 'user', 'username')
    return {
      event: textAt(json(), 'event', 'type') ?? kind,
      summary: joined(' ', command, by && `from ${by}`),
      messageId: textAt(json(), 'id'),
    }
  },
}
