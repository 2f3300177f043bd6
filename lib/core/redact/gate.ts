import type { GateName } from '../gate-name'
import type { RawHeaders } from '../headers'
import { REDACTED } from './names'

// What a bin requires of its senders is a credential, whatever its header or parameter is called.

export function hideGateHeader(headers: RawHeaders, gate: GateName | null): RawHeaders {
  if (gate?.type !== 'header') return headers
  const name = gate.name.toLowerCase()
  return headers.map((header) => (header[0].toLowerCase() === name && header[1] !== '' ? [header[0], REDACTED] : header))
}

export function hideGateParameter(query: string, gate: GateName | null): string {
  if (gate?.type !== 'query') return query
  return query
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const isGate = equals >= 0 && new URLSearchParams(pair).has(gate.name) // parsed as the gate parses it
      return isGate && equals < pair.length - 1 ? `${pair.slice(0, equals)}=${REDACTED}` : pair
    })
    .join('&')
}

/** `target`: a request target or a URL. */
export function hideGateInTarget(target: string, gate: GateName | null): string {
  const mark = target.indexOf('?')
  if (gate?.type !== 'query' || mark < 0) return target
  const end = target.indexOf('#', mark)
  const [query, fragment] = end < 0 ? [target.slice(mark + 1), ''] : [target.slice(mark + 1, end), target.slice(end)]
  return `${target.slice(0, mark)}?${hideGateParameter(query, gate)}${fragment}`
}
