import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

type Network<A extends Address> = readonly [network: A, prefixBits: number]

/** Where clouds hand out a machine's credentials or control it. Only Azure's is a public address; the others are listed for clear messages. */
const METADATA_V4: readonly string[] = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16']
const METADATA_V6: readonly string[] = ['fd00:ec2::254', 'fd20:ce::254']

/** IANA's special-purpose registries (RFC 6890) as ipaddr.js names them. Any other range except `unicast` is called reserved. */
const KINDS: Readonly<Record<string, string>> = {
  unspecified: 'an unspecified address, which means this machine',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'a loopback address, this machine itself',
  private: 'a private address',
  carrierGradeNat: "an address behind a carrier's NAT",
  uniqueLocal: 'a unique-local address, private in IPv6',
  deprecatedSiteLocal: 'a site-local address',
  rfc6052: "an address for a network's own IPv4 translation",
  '6to4': 'a 6to4 tunnel address',
  teredo: 'a Teredo tunnel address',
}
const RESERVED = 'a reserved address, not part of the public internet'

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
/** Addresses that a NAT64 translates (RFC 6052 section 2.1): the last 32 bits are the IPv4 address that is reached. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')
/** Interface ids of ISATAP (RFC 5214 section 6.1): the last 32 bits are the IPv4 address that the tunnel ends at. */
const ISATAP_IDS: readonly number[] = [0x0000, 0x0200]
/** The deprecated form `::a.b.c.d` (RFC 4291 section 2.5.5.1). */
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96')

/** Parses an address; `::ffff:a.b.c.d` becomes the IPv4 address that the system dials for it. null if `text` is not an address. */
export function readAddress(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null
}

/**
 * Why a resend may not reach this address, as in "a private address", or null if it may because it is on the public internet.
 * Only addresses known to be public pass. Tunnels (6to4, Teredo, ISATAP) are always refused. So is 64:ff9b:1::/48 (RFC 8215), because the
 * position of the embedded IPv4 address depends on the network. For 64:ff9b::/96, the embedded IPv4 address is judged.
 */
export function refusedKind(address: Address): string | null {
  return address instanceof ipaddr.IPv4 ? refusedKindV4(address) : refusedKindV6(address)
}

function refusedKindV4(address: ipaddr.IPv4): string | null {
  if (METADATA_V4.includes(address.toString())) return "a cloud's metadata address"
  const range: string = address.range()
  return range === 'unicast' ? null : (KINDS[range] ?? RESERVED)
}

function refusedKindV6(address: ipaddr.IPv6): string | null {
  if (METADATA_V6.some((metadata) => isIn(address, [ipaddr.IPv6.parse(metadata), 128]))) return "a cloud's metadata address"
  if (isIn(address, NAT64)) {
    const inside = refusedKindV4(lastBitsAsV4(address))
    return inside && `NAT64 for ${lastBitsAsV4(address)}, ${inside}`
  }
  if (isIsatap(address)) return `an ISATAP tunnel address for ${lastBitsAsV4(address)}`
  const range: string = address.range()
  if (range === 'unicast') {
    if (isIn(address, GLOBAL_UNICAST)) return null
    return isIn(address, IPV4_COMPATIBLE) ? `a deprecated form of the IPv4 address ${lastBitsAsV4(address)}` : RESERVED
  }
  return KINDS[range] ?? RESERVED
}

/** ISATAP works with any prefix, so a global prefix does not make the address public. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return ISATAP_IDS.includes(parts[4]!) && parts[5] === 0x5efe
}

function isIn(address: ipaddr.IPv6, [network, prefixBits]: Network<ipaddr.IPv6>): boolean {
  return address.match(network, prefixBits)
}

function lastBitsAsV4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}
