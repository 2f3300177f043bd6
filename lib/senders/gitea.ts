import { giteaLike } from './gitea-like'
import type { KnownSender } from './known-sender'

/** https://docs.gitea.com/usage/webhooks */
export const gitea: KnownSender = { id: 'gitea', label: 'Gitea', recognise: (request) => giteaLike(request, 'gitea') }
