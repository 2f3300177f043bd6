import { giteaLike } from './gitea-like'
import type { Provider } from './provider'

/** https://docs.gitea.com/usage/webhooks */
export const gitea: Provider = { id: 'gitea', label: 'Gitea', recognise: (request) => giteaLike(request, 'gitea') }
