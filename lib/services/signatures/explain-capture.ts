import { flatHeaderIndex, pairHeaders } from '#lib/core/headers'
import type { Permission } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { OtherSecret } from '#lib/signatures/explain/explain-input'
import { type Judgement, type JudgingSecret, judge } from '#lib/signatures/judge'
import type { SignatureReport } from '#lib/signatures/report'
import type { SignatureRequest } from '#lib/signatures/scheme'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'
import type { Actor } from '../actor'
import { originsOf } from '../origins'
import { openSecret } from '../secrets/secret-material'
import { viewedCapture } from '../viewed-capture'
import { explainRequest } from './check-signature'

/** How many secrets of other bins are tried. */
const OTHERS_MAX = 200

/** Reports whether a capture's signature is right, and if not, why. @throws what `viewedCapture` throws */
export async function explainCapture(rt: Runtime, actor: Actor, binId: string, captureId: string): Promise<SignatureReport> {
  const { bin, permission, capture } = await viewedCapture(rt, actor, binId, captureId)
  const secrets = await rt.openSecrets.of(bin)
  const request = requestOf(rt, capture)
  const judgement = await judgeWithKeys(rt, secrets, request, capture.receivedAt)
  if (judgement === null) return NO_REPORT
  const { secret, isOlder } = judgement
  const report = await explainRequest(
    rt,
    {
      scheme: secret.scheme,
      request,
      material: secret.material,
      options: { now: capture.receivedAt, url: secret.url, toleranceSeconds: secret.toleranceSeconds },
      truncated: capture.truncated,
      isOlderSecret: isOlder,
      others: isProven(judgement) ? [] : await otherSecrets(rt, actor, bin, secrets, secret),
      neighbourValid: DELIBERATE.has(secret.scheme.id) && (await isNeighbourValid(rt, bin, secret, capture)),
    },
    secret.id,
  )
  return shownReport(permission, actor, report)
}

const NO_REPORT: SignatureReport = {
  verdict: null,
  scheme: null,
  secretId: null,
  header: null,
  signedAt: null,
  ageSeconds: null,
  toleranceSeconds: null,
  steps: [],
  causes: [],
  triedCount: 0,
  tookMs: 0,
}

/** The request as its sender sent it. Its URL is the capture URL as it was called. */
export function requestOf(
  rt: Pick<Runtime, 'config'>,
  { method, target, rawHeaders, body }: Pick<StoredCapture, 'method' | 'target' | 'rawHeaders' | 'body'>,
): SignatureRequest {
  const header = flatHeaderIndex(rawHeaders)
  const origin = originsOf(rt.config, { get: (name) => header(name.toLowerCase()) }).capture
  const url = /^https?:\/\//i.test(target) ? target : origin + target
  return { method, url, headers: pairHeaders(rawHeaders), body }
}

/** The verdict by these secrets. Fetches the provider's keys if they are needed. */
export async function judgeWithKeys(
  { signatureCrypto: crypto, providerKeys }: Pick<Runtime, 'signatureCrypto' | 'providerKeys'>,
  secrets: readonly JudgingSecret[],
  request: SignatureRequest,
  now: number,
): Promise<Judgement | null> {
  const judged = () => judge(secrets, request, { now, crypto, keys: providerKeys.cached() })
  const first = judged()
  const needsKey = first?.verification.needsKey ?? null
  if (needsKey === null) return first
  await providerKeys.get(needsKey)
  return judged()
}

function isProven({ verification: { verdict } }: Judgement): boolean {
  return verdict === 'valid' || verdict === 'late' || verdict === null
}

/** Other secrets of this bin, and those of the owner's other bins that the caller may read. None for share links. */
async function otherSecrets(
  rt: Pick<Runtime, 'store' | 'vault'>,
  actor: Actor,
  bin: StoredBin,
  own: readonly JudgingSecret[],
  chosen: JudgingSecret,
): Promise<OtherSecret[]> {
  if (actor.kind !== 'key') return []
  const here = own
    .filter(({ id }) => id !== chosen.id)
    .map(({ scheme, material, url }): OtherSecret => ({ scheme, material, url, relation: 'same_bin', name: null }))
  const owned = await rt.store.secretsOfOwner(bin.ownerId, OTHERS_MAX)
  const readable = owned.filter((each) => each.bin.key !== bin.key && (actor.key.binKeys?.includes(each.bin.key) ?? true))
  const elsewhere = await Promise.all(
    readable.map(async ({ secret, bin: of }): Promise<OtherSecret | null> => {
      const opened = await openSecret(rt, secret).catch(() => null)
      return (
        opened && {
          scheme: opened.scheme,
          material: opened.material,
          url: opened.url,
          relation: 'other_bin',
          name: of.name ?? of.id,
        }
      )
    }),
  )
  return [...here, ...elsewhere.filter((each) => each !== null)]
}

/** Schemes of providers that also send wrong signatures on purpose. */
const DELIBERATE: ReadonlySet<string> = new Set(['discord', 'xero'])
const NEIGHBOURS = [-1, 1, -2, 2]
const NEIGHBOUR_MS = 10_000

async function isNeighbourValid(
  rt: Runtime,
  bin: StoredBin,
  secret: JudgingSecret,
  { seq, receivedAt }: StoredCapture,
): Promise<boolean> {
  for (const step of NEIGHBOURS) {
    const near = await rt.store.findCapture(bin.key, seq + step)
    if (!near || Math.abs(near.receivedAt - receivedAt) > NEIGHBOUR_MS) continue
    const judgement = await judgeWithKeys(rt, [secret], requestOf(rt, near), near.receivedAt)
    if (judgement?.verification.verdict === 'valid') return true
  }
  return false
}

/** A share link does not reveal what the right signature would be, and a redacted one reveals nothing from the request. */
function shownReport(permission: Permission, actor: Actor, report: SignatureReport): SignatureReport {
  if (actor.kind === 'key') return report
  if (!permission.redacted) return { ...report, steps: report.steps.filter(({ name }) => name !== 'Expected') }
  const causes = report.causes.map(({ code, certain, title }) => ({ code, certain, title, detail: '', fix: '' }))
  return { ...report, steps: [], causes }
}
