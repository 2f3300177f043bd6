import { joined, textAt } from './json-path'
import type { Provider } from './provider'

/** https://github.com/npm/npm-hook-receiver */
export const npm: Provider = {
  id: 'npm',
  label: 'npm',
  recognise({ header, json }) {
    if (header('x-npm-signature') === null && textAt(json(), 'hookOwner', 'username') === null) return null
    return { event: textAt(json(), 'event'), summary: joined('@', textAt(json(), 'name'), textAt(json(), 'version')) }
  },
}
