import { skimJson } from '#lib/core/json-skim'
import { joined, textAt } from './json-path'
import type { Finding, KnownSender, ParsedRequest } from './known-sender'

/** Events, slash commands and interactivity. Slack retries only events. https://docs.slack.dev/apis/events-api/ */
export const slack: KnownSender = {
  id: 'slack',
  label: 'Slack',
  recognise(request) {
    const found = eventOf(request) ?? commandOf(request) ?? interactionOf(request)
    if (found) return found
    return request.header('x-slack-signature') === null ? null : { event: null }
  },
}

function eventOf({ json }: ParsedRequest): Finding | null {
  const type = textAt(json(), 'type')
  if (type === 'url_verification' && textAt(json(), 'challenge') !== null) return { event: type }
  if (type !== 'event_callback' || textAt(json(), 'team_id') === null) return null
  return {
    event: joined('.', textAt(json(), 'event', 'type'), textAt(json(), 'event', 'subtype')),
    summary: joined(' ', textAt(json(), 'event', 'channel'), textAt(json(), 'event', 'user')),
    messageId: textAt(json(), 'event_id'),
  }
}

function commandOf({ form }: ParsedRequest): Finding | null {
  const fields = form()
  const command = fields?.get('command')
  if (!fields || !command?.startsWith('/') || !fields.has('team_id')) return null
  return {
    event: command,
    summary: joined(' ', fields.get('text'), 'from', fields.get('user_name')),
  }
}

function interactionOf({ form }: ParsedRequest): Finding | null {
  const payload = skimJson(form()?.get('payload') ?? '')
  if (textAt(payload, 'team', 'id') === null || textAt(payload, 'type') === null) return null
  const action = textAt(payload, 'actions', 0, 'action_id') ?? textAt(payload, 'callback_id')
  return {
    event: textAt(payload, 'type'),
    summary: joined(' ', action, textAt(payload, 'user', 'username')),
  }
}
