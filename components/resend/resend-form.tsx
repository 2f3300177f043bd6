'use client'

import { RotateCcw } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { Button } from '../ui/button'
import { Answers } from './answers'
import { brokenSignatures } from './draft-notes'
import { EditBody } from './edit-body'
import { EditHeaders } from './edit-headers'
import { rememberEdits } from './last-edits'
import { chosenTargets, lastChoice, rememberChoice, type TargetChoice } from './recent-targets'
import { changedParts, type DraftPart, draftFaults, draftOf, editsOf, type ResendDraft } from './resend-draft'
import { useSavedTargets } from './saved-targets'
import { SendLine } from './send-line'
import { TARGETS_AT_ONCE_MAX, urlFault } from './target'
import { TargetTicks } from './target-ticks'
import { useResend } from './use-resend'

const TargetManager = dynamic(() => import('./target-manager').then((module) => module.TargetManager))

type Props = { capture: Capture; bodyBytesMax: number }

/** Sends a capture on: where to, with what changes; the answers stand below. Give it `key={capture.id}`. */
export function ResendForm({ capture, bodyBytesMax }: Props) {
  const [saved, save] = useSavedTargets()
  const [choice, setChoice] = useState<TargetChoice>(() => lastChoice(capture.binId))
  const [draft, setDraft] = useState<ResendDraft>(() => draftOf(capture))
  const [managed, setManaged] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const { sendings, send } = useResend(capture.binId, capture.id)
  const change = (part: Partial<ResendDraft>) => setDraft((before) => ({ ...before, ...part }))

  const faults = draftFaults(draft, bodyBytesMax)
  const targets = chosenTargets(choice, saved)
  const targetFault = faultOfTargets(choice, targets.length)
  const changed = changedParts(capture, draft)
  const sending = sendings.some(({ state }) => state === 'sending')

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (targetFault || Object.keys(faults).length > 0) return
    const edits = editsOf(capture, draft)
    rememberChoice(capture.binId, { typed: choice.typed.trim(), savedIds: choice.savedIds })
    rememberEdits(capture.id, edits)
    send(edits, targets)
  }
  const sendWithKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    if (!event.repeat && !sending) submit()
  }

  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <form onSubmit={submit} onKeyDown={sendWithKeys} noValidate className="flex flex-col gap-3 p-4">
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
        />
        <TargetTicks saved={saved} choice={choice} onChoice={setChoice} onManage={setManaged} />
        <Exactness changed={changed} onReset={() => setDraft(draftOf(capture))} />
        <SignatureNote names={brokenSignatures(draft, changed)} />
        <EditHeaders draft={draft} error={faults.headers} change={change} />
        <EditBody capture={capture} draft={draft} error={faults.body} change={change} />
      </form>
      <Answers sendings={sendings} />
      {managed !== null && <TargetManager saved={saved} save={save} newUrl={managed} onClose={() => setManaged(null)} />}
    </div>
  )
}

function faultOfTargets({ typed, savedIds }: TargetChoice, count: number): string | null {
  if (count > TARGETS_AT_ONCE_MAX) return `At most ${TARGETS_AT_ONCE_MAX} targets at once: tick fewer`
  if (typed.trim() === '' && count > 0) return null
  return typed.trim() === '' && savedIds.length > 0 ? 'Tick a target, or give a URL' : urlFault(typed.trim())
}

/** Says whether what will be sent is what was captured. */
function Exactness({ changed, onReset }: { changed: readonly DraftPart[]; onReset: () => void }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-2 text-xs">
      {changed.length === 0 ? (
        <p className="text-muted">Sends the request exactly as it was captured.</p>
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

function SignatureNote({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <p role="note" className="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
      The sender made {names.join(' and ')} over the captured body. It does not fit the changed one: a receiver that checks it
      will refuse this request.
    </p>
  )
}
