'use client'

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { BinSecret } from '#lib/core/bin-secret'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import { detectSchemes } from '#lib/signatures/detect'
import { detectableBreaks } from '#lib/signatures/sign'
import { MaterialFields } from '../../signatures/material-fields'
import { SchemeChoice } from '../../signatures/scheme-choice'
import { schemeLabel, secretName } from '../../signatures/scheme-label'
import { emptyDraft, isComplete, materialOf, type SecretDraft, schemeOf } from '../../signatures/secret-draft'
import { useSecrets } from '../../signatures/use-secrets'
import { Button } from '../../ui/button'
import { LoadFailed } from '../../ui/load-failed'
import { Select } from '../../ui/select'
import { Skeleton } from '../../ui/skeleton'
import type { Edits } from '../resend-draft'
import type { Target } from '../target'
import { BREAKS, BreakResults } from './break-results'
import { type BreakName, type BreakResult, runBreakTest, type SignInput } from './break-test'

type Props = {
  capture: Capture
  /** What a send would contain, without the signature, and its target; null: the form has faults. */
  edits: () => Edits | null
  target: Target | null
  onSign: (sign: SignInput | null) => void
  /** Back to the captured signature. */
  onClose: () => void
}

const TYPED = 'typed'

/** Signs the request again when it is sent: with a secret of the bin or a typed one, correctly or broken on purpose. */
export function SignPanel({ capture, edits, target, onSign, onClose }: Props) {
  const { secrets, why, reload } = useSecrets(capture.binId)
  const likely = useRef(detectSchemes({ ...capture, body: decodeBytes(capture.body) })).current
  const [chosen, setChosen] = useState<string | null>(null)
  const [draft, setDraft] = useState<SecretDraft>(() => emptyDraft(likely[0]))
  const [broken, setBroken] = useState<BreakName | ''>('')
  const with_ = chosen ?? (secrets ? (fitting(secrets, likely)?.id ?? TYPED) : null)
  const secret = secrets?.find(({ id }) => id === with_)
  const scheme = secret ? secret.scheme : draft.scheme
  const breaks = breaksFor(scheme, secret?.custom ?? draft.custom)
  const sign = with_ === null ? null : secret ? { secretId: secret.id } : typedSignInput(draft)
  const input = sign === null ? null : ({ ...sign, ...(broken === '' ? {} : { break: broken }) } as SignInput)
  const key = JSON.stringify(input)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `input`, which is a new object each time
  useLayoutEffect(() => onSign(input), [key]) // before the user can press Send

  return (
    <section aria-label="Sign again" className="flex flex-col gap-3 rounded-md border border-line p-3 text-sm">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 font-medium">Sign again</h3>
        <Button variant="ghost" size="sm" onClick={onClose}>
          Keep the captured signature
        </Button>
      </div>
      {why && <LoadFailed why={why} onRetry={reload} />}
      {!secrets && !why && <Skeleton className="h-8" />}
      {secrets && (
        <>
          <Select
            label="Sign with"
            value={with_ ?? TYPED}
            options={[...secrets.map((each) => [each.id, secretName(each)] as const), [TYPED, 'Another secret…'] as const]}
            onChange={setChosen}
          />
          {with_ === TYPED && (
            <>
              <SchemeChoice
                value={draft.scheme}
                onChange={(id) => setDraft({ ...emptyDraft(id), text: draft.text })}
                first={likely}
                firstHeading="Fits this request"
              />
              <MaterialFields draft={draft} change={(part) => setDraft((before) => ({ ...before, ...part }))} />
            </>
          )}
          {breaks.length === 0 ? (
            <p className="text-xs text-warn">
              Only {schemeLabel(scheme)} can sign these requests: nobody else has the private key.
            </p>
          ) : (
            <>
              <Select
                label="Break on purpose"
                value={broken}
                options={[['', 'Nothing: sign it correctly'] as const, ...breaks.map((each) => [each, BREAKS[each]] as const)]}
                onChange={(each) => setBroken(each as BreakName | '')}
              />
              <BreakTest capture={capture} edits={edits} target={target} sign={sign as SignInput | null} breaks={breaks} />
            </>
          )}
        </>
      )}
    </section>
  )
}

type TestProps = Pick<Props, 'capture' | 'edits' | 'target'> & { sign: SignInput | null; breaks: readonly BreakName[] }

function BreakTest({ capture, edits, target, sign, breaks }: TestProps) {
  const [results, setResults] = useState<readonly BreakResult[]>([])
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const busy = results.some(({ state }) => state === 'waiting')
  const run = () => {
    const changes = edits()
    if (changes === null || target === null || sign === null) return
    running.current?.abort()
    running.current = new AbortController()
    const sent = { bin: capture.binId, capture: capture.id, edits: changes, target, sign }
    void runBreakTest(sent, breaks, setResults, running.current.signal)
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <Button size="sm" disabled={busy || sign === null || target === null} onClick={run}>
        Test what the target refuses
      </Button>
      <p className="text-xs text-faint">
        {target === null
          ? 'Enter a target first.'
          : `Sends ${breaks.length + 1} requests, one after another: one signed correctly, ${breaks.length} broken.`}
      </p>
      {results.length > 0 && <BreakResults results={results} />}
    </div>
  )
}

/** The newest secret of a scheme that the request may use; any secret if that is unknown. */
function fitting(secrets: readonly BinSecret[], likely: readonly string[]): BinSecret | undefined {
  if (likely.length === 0) return secrets[0]
  return likely.map((id) => secrets.find(({ scheme }) => scheme === id)).find((secret) => secret !== undefined)
}

function breaksFor(scheme: string, custom: CustomTemplate): readonly BreakName[] {
  const known = schemeOf({ scheme, custom })
  return known === null ? [] : detectableBreaks(known)
}

function typedSignInput(draft: SecretDraft): SignInput | null {
  const scheme = schemeOf(draft)
  if (scheme === null || !isComplete(draft)) return null
  const { secret, publicKey } = materialOf(draft, scheme)
  return {
    scheme: draft.scheme,
    ...(secret === null ? {} : { secret }),
    ...(publicKey === null ? {} : { publicKey }),
    ...(draft.scheme === 'custom' ? { custom: draft.custom } : {}),
  }
}
