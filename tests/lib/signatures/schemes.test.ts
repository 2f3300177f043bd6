import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { knownSenders } from '#lib/senders/index'
import { customScheme, templateFaults } from '#lib/signatures/custom'
import { appliesTo, detectSchemes, senderOf } from '#lib/signatures/detect'
import { CAUSE_CODES } from '#lib/signatures/explain/cause'
import type { Scheme } from '#lib/signatures/scheme'
import { schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'
import { aRequest, material, NOW, signedRequest } from './requests'

const ALL: readonly Scheme[] = Object.values(schemes)
const secret = material('a secret of the tests')

test('every scheme has its id as its key, a unique label, a hint and a documentation link', () => {
  for (const [id, scheme] of Object.entries(schemes)) expect(scheme.id).toBe(id)
  expect(new Set(ALL.map(({ label }) => label)).size).toBe(ALL.length)
  for (const { docs, secretHint, oracle } of ALL) {
    expect(docs).toMatch(/^https:\/\/\S+$/)
    expect(secretHint.length).toBeGreaterThan(10)
    expect(oracle).toMatch(/^(?:vector|SDK): .+$|^documentation$/)
  }
})

test("has at least 55 schemes, 40 of them compared with a published vector or the provider's SDK", () => {
  expect(ALL.length).toBeGreaterThanOrEqual(55)
  const compared = ALL.filter(({ oracle }) => oracle !== 'documentation').map(({ id }) => id)
  expect(compared.length).toBeGreaterThanOrEqual(40)
  const tests = ['vectors.json', 'more-vectors.json', 'sdk/recorded.json'].map((file) =>
    readFileSync(`tests/lib/signatures/fixtures/${file}`, 'utf8'),
  )
  const seen = [...tests, readFileSync('tests/lib/signatures/sdks.ts', 'utf8')].join()
  const sameAsSvix = ['clerk', 'resend']
  const named = compared.filter(
    (id) => !sameAsSvix.includes(id) && !new RegExp(`["']${id === 'coinify' ? 'generic-hmac-sha256-hex' : id}["']`).test(seen),
  )
  expect(named).toEqual([])
})

test("every scheme's senders are known senders", () => {
  for (const { senders } of ALL) for (const sender of senders) expect(Object.keys(knownSenders)).toContain(sender)
})

describe('proposes schemes', () => {
  const first = (request: ReturnType<typeof aRequest>) => detectSchemes(request)[0]

  test.each([
    ['github', { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': 'sha256=0' }],
    ['gitea', { 'X-Gitea-Event': 'push', 'X-GitHub-Event': 'push', 'X-Gitea-Signature': '0', 'X-Hub-Signature-256': 'sha256=0' }],
    ['stripe', { 'Stripe-Signature': 't=1,v1=0' }],
    ['slack', { 'X-Slack-Signature': 'v0=0', 'X-Slack-Request-Timestamp': '1' }],
    ['bitbucket', { 'X-Event-Key': 'repo:push', 'X-Hook-UUID': '1', 'X-Hub-Signature': 'sha256=0' }],
  ] as const)('%s by its headers', (id, headers) => {
    expect(first(aRequest('{}', headers))).toBe(id)
  })

  test('by the body if it carries the signature', () => {
    expect(
      first(
        aRequest('{"notificationItems":[{"NotificationRequestItem":{"eventCode":"A","additionalData":{"hmacSignature":"x"}}}]}'),
      ),
    ).toBe('adyen')
    expect(first(aRequest('{"signature":{"timestamp":"1","token":"a","signature":"b"},"event-data":{"event":"opened"}}'))).toBe(
      'mailgun',
    )
  })

  test('of a sender whose signature is missing', () => {
    expect(detectSchemes(aRequest('{}', { 'X-GitHub-Event': 'push' }))).toEqual(['github'])
    const request = aRequest('{}', { 'X-GitHub-Event': 'push' })
    expect(appliesTo(schemes.github, request, () => senderOf(request))).toBe(true)
    expect(appliesTo(schemes.stripe, request, () => senderOf(request))).toBe(false)
  })

  test('none for an unsigned request', () => {
    expect(detectSchemes(aRequest('{"a":1}', { 'user-agent': 'curl/8' }))).toEqual([])
  })
})

describe('custom', () => {
  const template = {
    header: 'X-Sig',
    algorithm: 'sha512',
    encoding: 'base64url',
    prefix: 'v1=',
    signed: '{method}|{timestamp}.{body}',
    timestampHeader: 'X-Time',
    timestampUnit: 'ms',
  } as const

  test('signs and verifies with its template', () => {
    const scheme = customScheme(template)
    const request = signedRequest(scheme, aRequest('{}'), secret)
    expect(request.headers.map(([name]) => name)).toEqual(['content-type', 'X-Time', 'X-Sig'])
    expect(verify(scheme, request, secret, { now: NOW }).verdict).toBe('valid')
    expect(verify(scheme, request, secret, { now: NOW + 301_000 }).verdict).toBe('late')
    expect(verify(scheme, { ...request, method: 'PUT' }, secret, { now: NOW }).verdict).toBe('invalid')
  })

  test('reads the secret as base64 or hex', () => {
    const hex = customScheme({ header: 'X-Sig', algorithm: 'sha256', encoding: 'hex', signed: '{body}', secretEncoding: 'hex' })
    expect(verify(hex, signedRequest(hex, aRequest('{}'), material('00ff')), material('00FF'), { now: NOW }).verdict).toBe(
      'valid',
    )
  })

  test("accepts the documentation's examples", () => {
    expect(templateFaults(template)).toEqual([])
    expect(templateFaults({ header: 'X-Sig', algorithm: 'sha256', encoding: 'hex', signed: '{body}' })).toEqual([])
  })

  test.each([
    ['{timestmp}.{body}', ['{timestmp}']],
    ['{id}.{body}', ['{id}']],
    ['{Body}{time-stamp}{Body}', ['{Body}', '{time-stamp}']],
    ['{"at":"{timestamp}","body":{body}}', []],
    ['{ {body} {} {1} {"a"} {a:b}', []],
  ])('of the signed string %j, refuses %j', (signed, words) => {
    expect(templateFaults({ ...template, signed })).toEqual(
      words.map((word) => ({
        path: 'signed',
        message: `${word} is not a placeholder; use {timestamp}, {body}, {method} and {url}`,
      })),
    )
  })

  test.each([
    [{ header: 'X Sig' }, 'header'],
    [{ header: 'X-Sig\r\nX: 1' }, 'header'],
    [{ header: '' }, 'header'],
    [{ header: 'Content-Length' }, 'header'],
    [{ header: 'transfer-encoding' }, 'header'],
    [{ header: 'Host' }, 'header'],
    [{ timestampHeader: 'Connection' }, 'timestampHeader'],
    [{ timestampHeader: 'X\n' }, 'timestampHeader'],
    [{ timestampHeader: undefined }, 'timestampHeader'],
    [{ prefix: 'v1=\r\n' }, 'prefix'],
    [{ prefix: 'a\nb' }, 'prefix'],
    [{ signed: '{timestamp}\n{body}' }, 'signed'],
    [{ signed: 'nothing' }, 'signed'],
    [{ signed: '{id}.{body}' }, 'signed'],
  ])('refuses %j', (change, path) => {
    expect(templateFaults({ ...template, ...change } as typeof template).map((fault) => fault.path)).toContain(path)
  })
})

describe('docs/signatures.md', () => {
  const text = readFileSync('docs/signatures.md', 'utf8')

  test('has a correct row for every scheme', () => {
    const rows = text.split('\n').filter((line) => /^\| .+ \| `[a-z0-9-]+` \| (?:hmac|asymmetric|token|jwt) \|/.test(line))
    const row = ({ label, id, kind, toleranceSeconds, needsUrl, sign, oracle, docs }: Scheme) =>
      `| ${label} | \`${id}\` | ${kind} | ${toleranceSeconds ?? ''} | ${needsUrl ? 'URL' : ''} | ${sign ? 'yes' : ''} | ${
        oracle === 'documentation' ? '' : oracle.replace(/^vector: /, '')
      } | [page](${docs}) |`
    expect(rows.sort()).toEqual(ALL.map(row).sort())
  })

  test('explains every code', () => {
    const codes = [...text.matchAll(/^\| `([a-z0-9_]+)` \| [a-z ]+ \| [^|]+ \|$/gm)].map(([, code]) => code)
    expect(codes).toEqual([...CAUSE_CODES])
  })
})
