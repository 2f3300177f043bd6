import { joined, textAt } from './json-path'
import type { Finding, Provider, SeenRequest } from './provider'

/** Events, slash commands and interactivity. https://docs.slack.dev/apis/events-api/ */
export const slack: Provider = {
  id: 'slack',
  label: 'Slack',
  recognise(request) {
    const found = eventOf(request) ?? commandOf(request) ?? interactionOf(request)
    if (found) return found
    return request.header('x-slack-signature') === null ? null : { event: null }
  },
}

function eventOf({ json }: SeenRequest): Finding | null {
  const type = textAt(json(), 'type')
  if (type === 'url_verification' && textAt(json(), 'challenge') !== null) return { event: type }
  if (type !== 'event_callback' || textAt(json(), 'team_id') === null) return null
  return {
    event: joined('.', textAt(json(), 'event', 'type'), textAt(json(), 'event', 'subtype')),
    summary: joined(' ', textAt(json(), 'event', 'channel'), textAt(json(), 'event', 'user')),
    messageId: textAt(json(), 'event_id'),
  }
}

function commandOf({ form }: SeenRequest): Finding | null {
  const fields = form()
  const command = fields?.get('command')
  if (!fields || !command?.startsWith('/') || !fields.has('team_id')) return null
  return {
    event: command,
    summary: joined(' ', fields.get('text'), 'from', fields.get('user_name')),
    messageId: fields.get('trigger_id'),
  }
}

function interactionOf({ form }: SeenRequest): Finding | null {
  const field = form()?.get('payload')
  const payload = field ? parsed(field) : undefined // most requests have none, and a parser that throws takes its time
  if (textAt(payload, 'team', 'id') === null || textAt(payload, 'type') === null) return null
  const action = textAt(payload, 'actions', 0, 'action_id') ?? textAt(payload, 'callback_id')
  return {
    event: textAt(payload, 'type'),
    summary: joined(' ', action, textAt(payload, 'user', 'username')),
    messageId: textAt(payload, 'trigger_id'),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
