import { giteaLike } from './gitea-like'
import type { KnownSender } from './known-sender'

/** https://forgejo.org/docs/latest/user/webhooks/ */
export const forgejo: KnownSender = { id: 'forgejo', label: 'Forgejo', recognise: (request) => giteaLike(request, 'forgejo') }
