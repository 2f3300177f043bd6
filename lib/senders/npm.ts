import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://github.com/npm/npm-hook-receiver */
export const npm: KnownSender = {
  id: 'npm',
  label: 'npm',
  recognise({ header, json }) {
    if (header('x-npm-signature') === null && textAt(json(), 'hookOwner', 'username') === null) return null
    return { event: textAt(json(), 'event'), summary: joined('@', textAt(json(), 'name'), textAt(json(), 'version')) }
  },
}
