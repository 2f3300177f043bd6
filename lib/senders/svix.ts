import type { KnownSender } from './known-sender'
import { signedMessage } from './signed-message'

/** https://docs.svix.com/receiving/verifying-payloads/how-manual */
export const svix: KnownSender = { id: 'svix', label: 'Svix', recognise: (request) => signedMessage(request, 'svix') }
