import { giteaLike } from './gitea-like'
import type { KnownSender } from './known-sender'

/** https://gogs.io/docs/features/webhook */
export const gogs: KnownSender = { id: 'gogs', label: 'Gogs', recognise: (request) => giteaLike(request, 'gogs') }
