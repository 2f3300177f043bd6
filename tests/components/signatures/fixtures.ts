import { createHmac } from 'node:crypto'
import type { BinSecret } from '#lib/core/bin-secret'
import type { Capture } from '#lib/core/capture'
import type { SignatureReport } from '#lib/signatures/report'
import { createHandler, type WorkerRequest, type WorkerResponse } from '@/components/signatures/worker-messages'
import { aCapture, NOON } from '../fixtures'

export const SECRET = "It's a Secret to Everybody"

/** A GitHub webhook, signed with Node's crypto. */
export function signedCapture(seq: number, secret = SECRET, body = '{"zen": "Keep it simple"}'): Capture {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return aCapture({
    seq,
    id: `cap_tag_${seq}`,
    body: { encoding: 'utf8', data: body },
    bodySize: body.length,
    headers: [
      ['X-GitHub-Event', 'push'],
      ['X-Hub-Signature-256', signature],
    ],
  })
}

export function aSecret(part: Partial<BinSecret> = {}): BinSecret {
  const plain = { url: null, toleranceSeconds: null, ownTolerance: false, custom: null, createdAt: NOON, lastMatchedAt: null }
  return { id: 'sec_1', scheme: 'github', label: null, hint: 'body', ...plain, ...part }
}

export function aReport(part: Partial<SignatureReport> = {}): SignatureReport {
  return {
    verdict: 'valid',
    scheme: 'github',
    secretId: 'sec_1',
    header: 'X-Hub-Signature-256',
    signedAt: null,
    ageSeconds: null,
    toleranceSeconds: null,
    steps: [],
    causes: [],
    triedCount: 0,
    tookMs: 0.4,
    ...part,
  }
}

/** The page's worker, running in the test's own thread. */
export class WorkerHere {
  onmessage: ((event: { data: WorkerResponse }) => void) | null = null
  private readonly answer = createHandler()
  postMessage(ask: WorkerRequest): void {
    queueMicrotask(() => this.onmessage?.({ data: this.answer(structuredClone(ask)) }))
  }
  terminate(): void {
    this.onmessage = null
  }
}
