import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://supabase.com/docs/guides/database/webhooks */
export const supabase: KnownSender = {
  id: 'supabase',
  label: 'Supabase',
  recognise({ json }) {
    const type = textAt(json(), 'type')
    if (!/^(?:INSERT|UPDATE|DELETE)$/.test(type ?? '') || !hasKeys(json(), 'table', 'schema', 'record', 'old_record')) return null
    return { event: type, summary: joined('.', textAt(json(), 'schema'), textAt(json(), 'table')) }
  },
}
