import { toLines } from '#lib/core/header-lines'
import { schemes } from '#lib/signatures/schemes/index'
import { sign } from '#lib/signatures/sign'

const SECRET = 'whsec_example_of_creel'
const DENSE = '{"id":"evt_1","type":"invoice.paid","data":{"object":{"amount_paid":4900,"currency":"eur"}}}'

/** A Stripe request whose body was parsed and serialised again on its way, the most common mistake. */
export function exampleRequest(now: number) {
  const url = 'https://example.com/webhooks'
  const headers = [['Content-Type', 'application/json']] as const
  const request = { method: 'POST', url, headers, body: new TextEncoder().encode(DENSE) }
  const signed = sign(schemes.stripe, request, { secret: SECRET, publicKey: null }, { now, id: '' })
  const added = signed.ok ? signed.headers.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])) : []
  const body = JSON.stringify(JSON.parse(DENSE), null, 2)
  return { scheme: 'stripe', text: SECRET, headers: toLines([...headers, ...added]), body, url, method: 'POST' }
}
