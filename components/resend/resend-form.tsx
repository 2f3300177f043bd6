'use client'

import { PenLine, RotateCcw } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { completeUrl } from '#lib/core/complete-url'
import { Button } from '../ui/button'
import { onDemand } from '../ui/on-demand'
import { Answers } from './answers'
import { brokenSignatures } from './draft-notes'
import { EditBody } from './edit-body'
import { EditHeaders } from './edit-headers'
import { chosenTargets, lastChoice, rememberChoice, type TargetChoice, useSavedTargets } from './known-targets'
import { ListenerTargets } from './listener-targets'
import { Outcome } from './outcome'
import { type DraftPart, draftFaults, editsOf } from './resend-draft'
import { SendLine } from './send-line'
import type { SignInput } from './sign/break-test'
import { rememberEdits } from './stored-draft'
import { TARGETS_AT_ONCE_MAX, type Target, urlFault } from './target'
import { TargetTicks } from './target-ticks'
import { useDraft } from './use-draft'
import { useResend } from './use-resend'

const SignPanel = onDemand(() => import('./sign/sign-panel').then((module) => module.SignPanel))
const TargetManager = onDemand(() => import('./target-manager').then((module) => module.TargetManager))

/** How the form takes over from the field that stood in for it: `typed` goes into the target, and the focus with it. */
export type ResendEntry = { typed: string; onReady: () => void }

type Props = {
  capture: Capture
  bodyBytesMax: number
  /** null: the form was already open for another capture, so the focus stays where it is. */
  entry?: ResendEntry | null
}

/** Sends a capture to targets, with or without changes. The outcome stays visible above the fields. Give it `key={capture.id}`. */
export function ResendForm({ capture, bodyBytesMax, entry = null }: Props) {
  const [saved, save] = useSavedTargets()
  const [choice, setChoice] = useState<TargetChoice>(() => withTyped(lastChoice(capture.binId), entry?.typed ?? ''))
  const { draft, changed, change, reset } = useDraft(capture)
  const [managed, setManaged] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [signing, setSigning] = useState(false)
  const [sign, setSign] = useState<SignInput | null>(null)
  const { sendings, send, cancel } = useResend(capture.binId, capture.id)
  const field = useEntry(entry)
  const top = useRef<HTMLDivElement>(null)

  const faults = draftFaults(draft, bodyBytesMax)
  const targets = chosenTargets(choice, saved)
  const targetFault = faultOfTargets(choice, targets.length)
  const sending = sendings.some(({ state }) => state === 'sending')

  const currentEdits = () => (Object.keys(faults).length > 0 ? null : editsOf(capture, draft))
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    const wanted = currentEdits()
    if (targetFault || wanted === null || (signing && sign === null)) return
    const edits = { ...wanted, ...(signing && sign ? { sign } : {}) }
    rememberChoice(capture.binId, { ...choice, typed: completeUrl(choice.typed) })
    rememberEdits(capture.id, edits)
    setChoice({ ...choice, typed: completeUrl(choice.typed) })
    send(edits, targets)
    if (top.current) top.current.scrollTop = 0 // to show the outcome
  }
  const sendThrough = (listener: Target) => {
    send({}, [listener])
    if (top.current) top.current.scrollTop = 0
  }
  const sendWithKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    if (!event.repeat && !sending) submit()
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Control+Enter sends from every field in it */}
      <div ref={top} onKeyDown={sendWithKeys} className="scroll-thin min-h-0 flex-1 overflow-y-auto">
        <form
          onSubmit={submit}
          noValidate
          className="top-0 z-10 flex flex-col gap-2 border-b border-line bg-surface p-4 pb-3 [@media(min-height:30rem)]:sticky"
        >
          <SendLine
            draft={draft}
            methodFault={faults.method}
            change={change}
            typed={choice.typed}
            onTyped={(typed) => setChoice({ ...choice, typed })}
            targetFault={targetFault}
            tried={tried}
            count={targets.length}
            sending={sending}
            field={field}
          />
          <Outcome sendings={sendings} onCancel={cancel} />
        </form>
        <Answers sendings={sendings} />
        <div className="flex flex-col gap-3 p-4">
          <TargetTicks saved={saved} choice={choice} onChoice={setChoice} onManage={setManaged} />
          <ListenerTargets binId={capture.binId} disabled={sending} onSend={sendThrough} />
          <Exactness changed={changed} signed={signing} onReset={reset} />
          {signing ? (
            <SignPanel
              capture={capture}
              edits={currentEdits}
              target={targetFault ? null : (targets[0] ?? null)}
              onSign={setSign}
              onClose={() => setSigning(false)}
            />
          ) : (
            <SignatureNote names={brokenSignatures(draft, changed)} onSign={() => setSigning(true)} />
          )}
          <EditHeaders draft={draft} error={faults.headers} change={change} />
          <EditBody capture={capture} draft={draft} error={faults.body} change={change} />
        </div>
      </div>
      {managed !== null && <TargetManager saved={saved} save={save} newUrl={managed} onClose={() => setManaged(null)} />}
    </>
  )
}

/** Focuses the target at once, so that no letter typed after opening the form triggers a shortcut. */
function useEntry(entry: ResendEntry | null) {
  const field = useRef<HTMLInputElement>(null)
  // A layout effect: no key press falls between the form's first paint and its focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form appears
  useLayoutEffect(() => {
    if (entry === null) return
    field.current?.focus()
    if (entry.typed === '') field.current?.select()
    entry.onReady()
  }, [])
  return field
}

function withTyped(choice: TargetChoice, typed: string): TargetChoice {
  return typed === '' ? choice : { typed, savedIds: [] }
}

function faultOfTargets({ typed, savedIds }: TargetChoice, count: number): string | null {
  if (count > TARGETS_AT_ONCE_MAX) return `At most ${TARGETS_AT_ONCE_MAX} targets at once: select fewer`
  if (typed.trim() === '' && count > 0) return null
  return typed.trim() === '' && savedIds.length > 0 ? 'Select a target or enter a URL' : urlFault(completeUrl(typed))
}

/** Says whether what will be sent is what was captured. */
type ExactnessProps = { changed: readonly DraftPart[]; signed: boolean; onReset: () => void }

function Exactness({ changed, signed, onReset }: ExactnessProps) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-2 text-xs">
      {changed.length === 0 ? (
        <p className="text-muted">{signed ? SIGNED : 'Sends the request exactly as it was captured.'}</p>
      ) : (
        <>
          <p className="text-warn">Changed: {changed.join(', ')}</p>
          <Button variant="ghost" size="sm" onClick={onReset}>
            <RotateCcw aria-hidden />
            Reset to captured
          </Button>
        </>
      )}
    </div>
  )
}

const SIGNED = 'Sends the captured request with a new signature.'

/** Offers a new signature, more prominently if the captured one no longer matches. */
function SignatureNote({ names, onSign }: { names: readonly string[]; onSign: () => void }) {
  if (names.length === 0) {
    return (
      <Button variant="ghost" size="sm" className="-ml-2 self-start" onClick={onSign}>
        <PenLine aria-hidden />
        Sign again…
      </Button>
    )
  }
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn"
    >
      <p className="min-w-0 flex-1 basis-48">
        The body changed, so {names.join(' and ')} no longer {names.length === 1 ? 'fits' : 'fit'}. A receiver that checks it will
        reject the request.
      </p>
      <Button size="sm" onClick={onSign}>
        Sign again
      </Button>
    </div>
  )
}
