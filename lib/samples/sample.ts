import type { SenderId } from '#lib/senders/index'
import type { SchemeId } from '#lib/signatures/schemes/index'
import type { Fresh } from './fresh'

/** A request as a provider would make it, before it is signed. Its method is POST. */
export type SampleRequest = { headers: [name: string, value: string][]; body: string }

/** What one provider sends. Bodies are invented; their fields and the headers are those of the provider. */
export type SampleProvider = {
  /** In lib/senders. */
  sender: SenderId
  /** How it may be signed, the usual scheme first. Empty: only the provider has the key to sign with. */
  schemes: readonly SchemeId[]
  /** By the event's name as lib/senders reads it. */
  events: Readonly<Record<string, (fresh: Fresh) => SampleRequest>>
}

/** `indent`: for the providers that do not send their JSON in one line. */
export function jsonRequest(headers: Readonly<Record<string, string>>, body: object, indent?: number): SampleRequest {
  return { headers: Object.entries({ 'Content-Type': 'application/json', ...headers }), body: JSON.stringify(body, null, indent) }
}

export function formRequest(headers: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>>): SampleRequest {
  const type = 'application/x-www-form-urlencoded; charset=UTF-8'
  return { headers: Object.entries({ 'Content-Type': type, ...headers }), body: new URLSearchParams(fields).toString() }
}
