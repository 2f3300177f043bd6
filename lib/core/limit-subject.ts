import ipaddr from 'ipaddr.js'

/** The subject that an address is counted as: an IPv4 address itself, or the /64 of an IPv6 address, because one machine may use all of a /64. */
export function limitSubject(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString()
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}

/** Headers that proxies add. */
const PROXY_HEADERS = ['x-forwarded-for', 'forwarded', 'via']
const NEAR_RANGES: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'])

/**
 * The subject whose share a request counts against. null if its address would stand for all callers, because it is that of a proxy on this
 * machine or its private network that `CREEL_TRUST_PROXY` does not trust. A caller from the internet cannot pretend to be such a proxy.
 */
export function shareSubject(address: string, trustProxy: number, hasHeader: (name: string) => boolean): string | null {
  const subject = limitSubject(address)
  if (trustProxy !== 0 || !ipaddr.isValid(address) || !PROXY_HEADERS.some(hasHeader)) return subject
  return NEAR_RANGES.has(ipaddr.parse(address).range()) ? null : subject
}
