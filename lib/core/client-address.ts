/**
 * The front server writes the caller's address into this header, replacing whatever the caller sent, because a route handler sees no
 * socket.
 */
export const CLIENT_ADDRESS_HEADER = 'x-creel-client-address'

/**
 * The address that a request came from: the socket's, or, behind `hops` trusted proxies, the entry of `X-Forwarded-For` that the
 * outermost of them added. Each proxy appends the address that called it, so only the last `hops` entries can be trusted; the caller
 * controls the rest.
 *
 * If the entry is not an address, the socket's is used. An IPv4 address mapped into IPv6 is shown as IPv4, and a port is dropped.
 */
export function clientAddress(socketAddress: string | undefined, forwardedFor: string | null | undefined, hops: number): string {
  const direct = plainAddress(socketAddress ?? '') ?? ''
  const entry = trustedEntry(forwardedFor, hops)
  return (entry && plainAddress(withoutPort(entry))) || direct
}

/** The entry that the outermost of `hops` trusted proxies wrote into a comma-separated `X-Forwarded-*` header, or null. */
export function trustedEntry(header: string | null | undefined, hops: number): string | null {
  if (hops === 0 || !header) return null
  const entries = header.split(',')
  return entries[Math.max(0, entries.length - hops)]!.trim()
}

/** Longest text of an IPv6 address, with an IPv4 tail. */
const ADDRESS_CHARS_MAX = 45
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/
const IPV6 = /^[0-9a-f:]*:[0-9a-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?$/i

function plainAddress(text: string): string | null {
  const zone = text.indexOf('%')
  const address = zone < 0 ? text : text.slice(0, zone)
  if (address.length > ADDRESS_CHARS_MAX) return null
  if (IPV4.test(address)) return address
  const mapped = MAPPED.exec(address)
  if (mapped) return mapped[1]!
  return IPV6.test(address) ? address : null
}

/** `1.2.3.4:5678` and `[::1]:5678`, as some proxies write them. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)
  if (bracketed) return bracketed[1]!
  return /^[^:]+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry
}
