import type { Provider } from './provider'
import { signedMessage } from './signed-message'

/** https://docs.svix.com/receiving/verifying-payloads/how-manual */
export const svix: Provider = { id: 'svix', label: 'Svix', recognise: (request) => signedMessage(request, 'svix') }
