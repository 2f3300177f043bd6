import { giteaLike } from './gitea-like'
import type { Provider } from './provider'

/** https://forgejo.org/docs/latest/user/webhooks/ */
export const forgejo: Provider = { id: 'forgejo', label: 'Forgejo', recognise: (request) => giteaLike(request, 'forgejo') }
