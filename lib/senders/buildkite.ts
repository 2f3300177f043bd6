import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://buildkite.com/docs/apis/webhooks/pipelines */
export const buildkite: KnownSender = {
  id: 'buildkite',
  label: 'Buildkite',
  recognise({ header, json }) {
    const event = header('x-buildkite-event')
    if (event === null) return null
    const summary = joined(
      ' ',
      textAt(json(), 'pipeline', 'slug'),
      textAt(json(), 'build', 'branch'),
      textAt(json(), 'build', 'state'),
    )
    return { event, summary }
  },
}
