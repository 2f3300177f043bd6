import type { SenderId } from '#lib/senders/index'
import type { SchemeId } from '#lib/signatures/schemes/index'
import type { SampleValues } from './sample-values'

/** An unsigned request as a provider would send it. The method is POST. */
export type SampleRequest = { headers: [name: string, value: string][]; body: string }

/** The sample requests of one provider. Values are invented; headers and field names are the provider's. */
export type SampleProvider = {
  /** Its id in lib/senders. */
  sender: SenderId
  /** Schemes that can sign the samples, the usual one first. Empty: only the provider has the signing key. */
  schemes: readonly SchemeId[]
  /** Keyed by the event name that lib/senders reads from the request. */
  events: Readonly<Record<string, (fresh: SampleValues) => SampleRequest>>
}

/** `indent` is for providers that don't send their JSON on one line. */
export function jsonRequest(headers: Readonly<Record<string, string>>, body: object, indent?: number): SampleRequest {
  return { headers: Object.entries({ 'Content-Type': 'application/json', ...headers }), body: JSON.stringify(body, null, indent) }
}

export function formRequest(headers: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>>): SampleRequest {
  const type = 'application/x-www-form-urlencoded; charset=UTF-8'
  return { headers: Object.entries({ 'Content-Type': type, ...headers }), body: new URLSearchParams(fields).toString() }
}
