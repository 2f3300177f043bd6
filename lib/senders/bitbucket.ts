import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** Cloud and Data Center. https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ */
export const bitbucket: KnownSender = {
  id: 'bitbucket',
  label: 'Bitbucket',
  recognise({ header, json }) {
    const event = header('x-event-key')
    if (event === null || !/^(?:repo|pullrequest|issue|pr|project|mirror|diagnostics):[a-z_:]{1,40}$/.test(event)) return null
    const by = textAt(json(), 'actor', 'display_name') ?? textAt(json(), 'actor', 'displayName')
    return {
      event,
      summary: joined(', ', textAt(json(), 'repository', 'full_name') ?? textAt(json(), 'repository', 'slug'), by && `by ${by}`),
      messageId: header('x-request-uuid') ?? header('x-request-id'),
    }
  },
}
