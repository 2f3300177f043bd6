import { expect, test } from 'vitest'
import { readAddress } from '#lib/net/address-guard'
import { createAllowList, parseAllowEntry } from '#lib/net/allow-list'

const allowsAddress = (entry: string, address: string, port = 3001, host = address) =>
  createAllowList([entry]).allowsAddress(readAddress(address)!, port, host)
const allowsEndpoint = (entry: string, host: string, port: number) => createAllowList([entry]).allowsEndpoint(host, port)

test.each([
  ['127.0.0.1/32', '127.0.0.1', '127.0.0.2'],
  ['127.0.0.1', '127.0.0.1', '127.0.0.0'],
  ['10.0.0.0/8', '10.255.255.255', '11.0.0.0'],
  ['192.168.1.128/25', '192.168.1.128', '192.168.1.127'],
  ['0.0.0.0/0', '255.255.255.255', '::1'],
  ['::1/128', '::1', '::2'],
  ['::1', '::1', '127.0.0.1'],
  ['fd00::/8', 'fdff::1', 'fc00::1'],
  ['::/0', 'fe80::1', '10.0.0.1'],
  ['127.0.0.1/32', '::ffff:127.0.0.1', '::ffff:127.0.0.2'],
  ['127.0.0.1:3001', '127.0.0.1', '127.0.0.2'],
  ['[::1]:3001', '::1', '::2'],
  ['[::ffff:127.0.0.1]:3001', '127.0.0.1', '::1'],
])('%s opens %s and leaves %s shut', (entry, open, shut) => {
  expect(allowsAddress(entry, open)).toBe(true)
  expect(allowsAddress(entry, shut)).toBe(false)
})

test.each([
  ['localhost:3001', 'localhost'],
  ['LocalHost:3001', 'localhost'],
  ['localhost.:3001', 'localhost'],
  ['localhost:3001', 'localhost.'],
  ['my_service:3001', 'my_service'],
  ['bücher.example:3001', 'xn--bcher-kva.example'],
  ['127.1:3001', '127.0.0.1'],
  ['[::1]:3001', '[::1]'],
  ['[0:0:0:0:0:0:0:1]:3001', '[::1]'],
])('%s opens the host %s only at its port', (entry, host) => {
  expect(allowsEndpoint(entry, host, 3001)).toBe(true)
  expect(allowsEndpoint(entry, host, 3002)).toBe(false)
  expect(allowsEndpoint(entry, `not-${host}`, 3001)).toBe(false)
})

test('an address with a port opens only that port of the address', () => {
  expect(allowsAddress('127.0.0.1:3001', '127.0.0.1', 3002)).toBe(false)
})

test('one of several entries is enough, and no entry opens nothing', () => {
  const list = createAllowList(['10.0.0.0/8', 'receiver:8080', '::1/128'])
  expect(list.allowsAddress(readAddress('::1')!, 80, '[::1]')).toBe(true)
  expect(list.allowsEndpoint('receiver', 8080)).toBe(true)
  expect(list.allowsEndpoint('receiver', 80)).toBe(false)
  expect(createAllowList([]).allowsAddress(readAddress('127.0.0.1')!, 80, '127.0.0.1')).toBe(false)
})

test.each([
  ['', 'neither'],
  ['localhost', 'neither'],
  ['http://localhost:3001', 'not a CIDR'],
  ['localhost:3001/hook', 'not a CIDR'],
  ['user@localhost:3001', 'neither'],
  ['localhost:', 'neither'],
  [':3001', 'neither'],
  ['localhost:0', 'port from 1 to 65535'],
  ['localhost:65536', 'port from 1 to 65535'],
  ['localhost:http', 'neither'],
  ['lo cal:3001', 'neither'],
  ['*:3001', 'neither'],
  ['*.example.com:3001', 'neither'],
  ['[::1:3001', 'neither'],
  ['[::g]:3001', 'neither'],
  ['fe80::1%eth0', 'names an interface'],
  ['fe80::%eth0/64', 'names an interface'],
  ['127.0.0.1/33', 'more than 32 bits'],
  ['::1/129', 'more than 128 bits'],
  ['127.0.0.1/', 'not a CIDR'],
  ['127.0.0.1/-1', 'not a CIDR'],
  ['127.0.0.1/8/8', 'not a CIDR'],
  ['127.1/32', 'not a CIDR'],
  ['0x7f.0.0.1/32', 'not a CIDR'],
  ['127.0.0.1/8', 'write 127.0.0.0/8'],
  ['fd00::1/8', 'write fd00::/8'],
  ['::ffff:127.0.0.1/128', 'write 127.0.0.1'],
])('refuses the entry %j', (entry, why) => {
  expect(() => parseAllowEntry(entry)).toThrow(RangeError)
  expect(() => parseAllowEntry(entry)).toThrow(why)
})

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.255.255.254', '127.255.255.254'],
  ['::1', '[::1]'],
  ['127.0.0.1', 'localhost'],
  ['::1', 'localhost.'],
  ['127.0.0.1', 'app.localhost'],
])('"loopback" allows %s if the URL says %s', (address, host) => {
  expect(allowsAddress('loopback', address, 3001, host)).toBe(true)
})

test.each([
  ['127.0.0.1', 'rebind.example'],
  ['127.0.0.1', 'localhost.example'],
  ['10.0.0.1', 'localhost'],
  ['126.255.255.255', '126.255.255.255'],
  ['128.0.0.0', '128.0.0.0'],
  ['::2', '[::2]'],
])('"loopback" does not allow %s if the URL says %s', (address, host) => {
  expect(allowsAddress('loopback', address, 3001, host)).toBe(false)
})
