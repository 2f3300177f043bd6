import type { KnownSender } from './known-sender'

/** https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/ */
export const mailchimp: KnownSender = {
  id: 'mailchimp',
  label: 'Mailchimp',
  recognise({ form }) {
    const fields = form()
    if (!fields?.has('fired_at') || !fields.has('data[list_id]')) return null
    return { event: fields.get('type'), summary: fields.get('data[email]') }
  },
}
