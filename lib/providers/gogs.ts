import { giteaLike } from './gitea-like'
import type { Provider } from './provider'

/** https://gogs.io/docs/features/webhook */
export const gogs: Provider = { id: 'gogs', label: 'Gogs', recognise: (request) => giteaLike(request, 'gogs') }
