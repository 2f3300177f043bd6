import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** `Idempotency-Key` is the same in all retries; older versions lack it. https://docs.gitlab.com/user/project/integrations/webhooks/ */
export const gitlab: KnownSender = {
  id: 'gitlab',
  label: 'GitLab',
  recognise({ header, json }) {
    const event = header('x-gitlab-event')
    if (event === null) return null
    const by = textAt(json(), 'user_username') ?? textAt(json(), 'user', 'username')
    return {
      event: joined('.', event, textAt(json(), 'object_attributes', 'action')),
      summary: joined(', ', textAt(json(), 'project', 'path_with_namespace'), by && `by ${by}`),
      messageId: header('idempotency-key') ?? header('x-gitlab-event-uuid'),
    }
  },
}
