import { textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://www.dropbox.com/developers/reference/webhooks */
export const dropbox: KnownSender = {
  id: 'dropbox',
  label: 'Dropbox',
  recognise({ header, json }) {
    if (header('x-dropbox-signature') === null) return null
    const event = valueAt(json(), 'list_folder') === undefined ? null : 'list_folder'
    return { event, summary: textAt(json(), 'list_folder', 'accounts', 0) }
  },
}
