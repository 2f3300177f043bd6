import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.docker.com/docker-hub/repos/manage/webhooks/ */
export const dockerHub: KnownSender = {
  id: 'docker-hub',
  label: 'Docker Hub',
  recognise({ json }) {
    if (!hasKeys(json(), 'push_data', 'repository') || textAt(json(), 'repository', 'repo_name') === null) return null
    return { event: 'push', summary: joined(':', textAt(json(), 'repository', 'repo_name'), textAt(json(), 'push_data', 'tag')) }
  },
}
