import { createHmac } from 'node:crypto'
import type { CauseCode } from '#lib/signatures/explain/cause'
import { explain } from '#lib/signatures/explain/explain'
import type { ExplainInput } from '#lib/signatures/explain/explain-input'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'
import { aRequest, material, NOW } from './requests'

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
export const BODY = '{"id":"evt_1","amount":1099,"name":"Zoë"}'
export const SECONDS = Math.floor(NOW / 1000)

export const hmac = (key: string | Uint8Array, text: string | Uint8Array, hash = 'sha256') => createHmac(hash, key).update(text)
export const hubHeader = (value: string) => ({ 'X-Hub-Signature-256': value })
export const github = (key: string | Uint8Array, body: string | Uint8Array = BODY) =>
  aRequest(BODY, hubHeader(`sha256=${hmac(key, body).digest('hex')}`))
export const stripe = (timestamp: string | number, signed = `${timestamp}.${BODY}`, key = SECRET) =>
  aRequest(BODY, { 'Stripe-Signature': `t=${timestamp},v1=${hmac(key, signed).digest('hex')}` })

export function explained(
  scheme: SchemeId,
  request: ExplainInput['request'],
  secret: string | null = SECRET,
  more: Partial<ExplainInput> = {},
) {
  return explain({ scheme: schemes[scheme], request, material: material(secret), options: { now: NOW }, ...more })
}

export type Case = [code: CauseCode, certain: boolean, name: string, report: () => ReturnType<typeof explain>]

export const other = (relation: 'previous' | 'other_bin', secret: string) => ({
  scheme: schemes.github,
  material: material(secret),
  relation,
  name: 'Shop',
})
