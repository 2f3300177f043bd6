import ipaddr from 'ipaddr.js'
import { isLoopbackName, LOOPBACK } from '#lib/core/loopback'
import { parseUrl } from '#lib/core/parse-url'
import { type Address, readAddress } from './address-guard'
import { withoutFinalDot } from './target'

/** One entry of `CREEL_RESEND_ALLOW`. `host` is spelled as `URL.hostname` does: lower-case, punycode, IPv6 in brackets. */
export type AllowEntry =
  | { kind: 'network'; network: Address; prefixBits: number }
  | { kind: 'endpoint'; host: string; port: number }
  | { kind: 'loopback' }

/** Targets that the operator allowed although the guard would refuse them. */
export type AllowList = {
  /** Whether this host may be dialled at this port, whatever address it resolves to. `host` as in `URL.hostname`. */
  allowsEndpoint(host: string, port: number): boolean
  /**
   * Whether an entry allows this address: a network at any port that resends may use, or an endpoint with this address and port.
   * `host`: the host of the URL. The entry `loopback` allows a loopback address only if the URL itself names loopback, not if some other
   * name resolves to it.
   */
  allowsAddress(address: Address, port: number, host: string): boolean
}

const FORMS = 'write a CIDR (127.0.0.1/32, 10.0.0.0/8, fd00::/8), host:port (localhost:3001, [::1]:3001) or loopback'

/**
 * Reads one entry: a CIDR, a bare address (a network of that address alone), `host:port`, or `loopback`.
 * @throws {RangeError} whose message says what is wrong and what to write instead
 */
export function parseAllowEntry(text: string): AllowEntry {
  if (text === LOOPBACK) return { kind: 'loopback' }
  if (text.includes('/')) return parseNetwork(text)
  const address = ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.parse(text) : null
  return address ? network(text, address, bitsOf(address)) : parseEndpoint(text)
}

export function createAllowList(entries: readonly string[]): AllowList {
  const parsed = entries.map(parseAllowEntry)
  const allowsEndpoint = (host: string, port: number) =>
    parsed.some((entry) => entry.kind === 'endpoint' && entry.port === port && entry.host === withoutFinalDot(host))
  const loopback = parsed.some(({ kind }) => kind === 'loopback')
  return {
    allowsEndpoint,
    allowsAddress: (address, port, host) =>
      (loopback && address.range() === 'loopback' && isLoopbackName(withoutBrackets(host))) ||
      allowsEndpoint(address.kind() === 'ipv6' ? `[${address}]` : address.toString(), port) ||
      parsed.some((entry) => entry.kind === 'network' && isInNetwork(address, entry)),
  }
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host
}

function isInNetwork(address: Address, { network, prefixBits }: { network: Address; prefixBits: number }): boolean {
  return address.kind() === network.kind() && address.match(network, prefixBits)
}

function parseNetwork(text: string): AllowEntry {
  const [base = '', bits = '', ...more] = text.split('/')
  const isAddress = ipaddr.IPv6.isValid(base) || ipaddr.IPv4.isValidFourPartDecimal(base)
  if (!isAddress || !/^\d{1,3}$/.test(bits) || more.length > 0) throw new RangeError(`"${text}" is not a CIDR: ${FORMS}`)
  const address = ipaddr.parse(base)
  if (Number(bits) > bitsOf(address)) throw new RangeError(`"${text}" has more than ${bitsOf(address)} bits after the slash`)
  return network(text, address, Number(bits))
}

function network(text: string, address: Address, prefixBits: number): AllowEntry {
  if (address instanceof ipaddr.IPv6) {
    if (address.zoneId !== undefined) throw new RangeError(`"${text}" names an interface: leave out the part after the %`)
    // Such an address is judged and dialled as the IPv4 address inside it, so this entry would never match.
    if (address.isIPv4MappedAddress()) throw new RangeError(`"${text}" is IPv4 written as IPv6: write ${address.toIPv4Address()}`)
  }
  const first = firstOf(address, prefixBits)
  if (first !== address.toString()) {
    throw new RangeError(
      `"${text}" has bits set after the first ${prefixBits}: write ${first}/${prefixBits} if you mean all of it`,
    )
  }
  return { kind: 'network', network: address, prefixBits }
}

function firstOf(address: Address, prefixBits: number): string {
  const cidr = `${address}/${prefixBits}`
  const first =
    address instanceof ipaddr.IPv4 ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  return first.toString()
}

function bitsOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128
}

function parseEndpoint(text: string): AllowEntry {
  const match = /^([^\s@?#\\:*,;]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(text)
  const host = match && canonicalHost(match[1]!)
  const port = Number(match?.[2])
  if (!host) throw new RangeError(`"${text}" is neither a CIDR nor host:port: ${FORMS}`)
  if (port < 1 || port > 65_535) throw new RangeError(`"${text}" has no port from 1 to 65535`)
  return { kind: 'endpoint', host, port }
}

/** Spells the host as `URL.hostname` does, and a mapped address as the IPv4 address that is dialled. null if it is not a host. */
function canonicalHost(host: string): string | null {
  const url = parseUrl(`http://${host}`)
  if (!url) return null
  const { hostname } = url
  const address = readAddress(hostname.replace(/^\[|\]$/g, ''))
  return address?.kind() === 'ipv4' ? address.toString() : withoutFinalDot(hostname)
}
