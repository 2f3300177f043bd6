import { AppError } from '#lib/core/errors'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import type { Runtime } from '#lib/runtime'
import { explaining } from '#lib/signatures/explain/explain'
import type { ExplainInput } from '#lib/signatures/explain/explain-input'
import { type SignatureReport, signatureReport } from '#lib/signatures/report'
import type { SignatureRequest } from '#lib/signatures/scheme'
import { verify } from '#lib/signatures/verify'
import { inSteps } from '../search/in-steps'
import { createYieldToOthers } from '../search/yield-to-others'
import { checkMaterial } from '../secrets/check-material'

/** A request that is not stored. `url`: absolute. `now`: when it arrived, in milliseconds since 1970. */
export type SignatureCheck = {
  scheme: string
  secret?: string
  publicKey?: string
  custom?: CustomTemplate
  method: string
  url: string | null
  headers: SignatureRequest['headers']
  body: Uint8Array
  now: number | null
}

type Ports = Pick<Runtime, 'signatureCrypto' | 'providerKeys' | 'now'>

/** Judges and explains a request without storing it. @throws `invalid_input` */
export async function checkSignature(rt: Ports, check: SignatureCheck): Promise<SignatureReport> {
  const { method, headers, body, secret = null, publicKey = null } = check
  const scheme = checkMaterial(check)
  if (scheme.needsUrl && check.url === null) throw urlMissing(scheme.label)
  const request = { method, url: check.url ?? 'http://localhost/', headers, body }
  const options = { now: check.now ?? rt.now() }
  return explainRequest(rt, { scheme, request, material: { secret, publicKey }, options }, null)
}

/** With this budget, `nodeCrypto` computes for at most about half a second. */
const BUDGET_BYTES = 512 * 1_048_576

/** The complete report, not reduced for a reader. Fetches the provider's keys if they are needed. Lets other work run between its steps. */
export async function explainRequest(rt: Ports, input: ExplainInput, secretId: string | null): Promise<SignatureReport> {
  const began = performance.now()
  const crypto = rt.signatureCrypto
  const keys = await keysOf(rt, input)
  const options = { ...input.options, crypto, keys }
  const report = await inSteps(explaining({ ...input, options, budgetBytes: BUDGET_BYTES }), createYieldToOthers())
  return signatureReport(report, input.scheme.id, secretId, performance.now() - began)
}

async function keysOf({ providerKeys, signatureCrypto: crypto }: Ports, { scheme, request, material, options }: ExplainInput) {
  const keys = providerKeys.cached()
  const { needsKey } = verify(scheme, request, material, { ...options, keys, crypto })
  if (needsKey !== null) await providerKeys.get(needsKey)
  return providerKeys.cached()
}

function urlMissing(label: string): AppError {
  const message = `is needed: ${label} signs the URL`
  return new AppError('invalid_input', `Not accepted: url ${message}.`, { errors: [{ path: 'url', message }] })
}
