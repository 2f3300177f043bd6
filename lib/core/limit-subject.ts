import ipaddr from 'ipaddr.js'

/** Who an address stands for: an IPv4 address for itself, an IPv6 address for its /64, of which one machine has them all. */
export function limitSubject(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString()
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}

/** What proxies add to the requests that they pass on. */
const PROXY_HEADERS = ['x-forwarded-for', 'forwarded', 'via']
const NEAR_RANGES: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'])

/**
 * The address that a share of something is counted for, or null where it would stand for everybody: a proxy on this machine or its
 * private network, which `CREEL_TRUST_PROXY` does not believe. A caller from the internet cannot pass for one.
 */
export function shareSubject(address: string, trustProxy: number, hasHeader: (name: string) => boolean): string | null {
  const subject = limitSubject(address)
  if (trustProxy !== 0 || !ipaddr.isValid(address) || !PROXY_HEADERS.some(hasHeader)) return subject
  return NEAR_RANGES.has(ipaddr.parse(address).range()) ? null : subject
}
