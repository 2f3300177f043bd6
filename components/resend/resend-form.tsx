'use client'

import { RotateCcw, Send } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { formatBytes } from '../format'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { Field, Input, Textarea } from '../ui/field'
import { ResendAnswer } from './resend-answer'
import { changedParts, type DraftFaults, draftFaults, draftOf, type ResendDraft, wishOf, withLineEndsOf } from './resend-draft'
import { useTarget } from './target-memory'
import { useResend } from './use-resend'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** Sends a capture on: where to, with what changes; the answer stands below. Give it `key={capture.id}`. */
export function ResendForm({ capture }: { capture: Capture }) {
  const [target, rememberTarget] = useTarget(capture.binId)
  const [draft, setDraft] = useState<ResendDraft>(() => draftOf(capture, target))
  const [faults, setFaults] = useState<DraftFaults>({})
  const { resend, send } = useResend(capture.binId, capture.id)
  const change = (part: Partial<ResendDraft>) => setDraft((before) => ({ ...before, ...part }))

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const found = draftFaults(draft)
    setFaults(found)
    if (Object.keys(found).length > 0) return
    rememberTarget(draft.url)
    send(wishOf(capture, draft))
  }
  const sendWithKeys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
  }

  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <form onSubmit={submit} onKeyDown={sendWithKeys} noValidate className="flex flex-col gap-3 p-4">
        <div className="flex items-start gap-2">
          <MethodField draft={draft} error={faults.method} change={change} />
          <Field label="Target" error={faults.url} className="min-w-0 flex-1">
            {(control) => (
              <Input
                {...control}
                autoFocus={draft.url === ''}
                inputMode="url"
                placeholder="http://127.0.0.1:8080/webhooks"
                className="font-mono text-xs!"
                value={draft.url}
                onChange={(event) => change({ url: event.target.value })}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" className="mt-[1.375rem]" disabled={resend.state === 'sending'}>
            <Send aria-hidden />
            Send
          </Button>
        </div>
        <Exactness capture={capture} draft={draft} onReset={() => setDraft(draftOf(capture, draft.url))} />
        <EditHeaders draft={draft} error={faults.headers} change={change} />
        <EditBody capture={capture} draft={draft} change={change} />
      </form>
      <ResendAnswer resend={resend} />
    </div>
  )
}

type EditProps = { draft: ResendDraft; error?: string; change: (part: Partial<ResendDraft>) => void }

function MethodField({ draft, error, change }: EditProps) {
  const methodsId = useId()
  return (
    <Field label="Method" error={error} className="w-20">
      {(control) => (
        <>
          <Input
            {...control}
            list={methodsId}
            className="px-2! font-mono text-xs! font-semibold uppercase"
            value={draft.method}
            onChange={(event) => change({ method: event.target.value.toUpperCase() })}
          />
          <datalist id={methodsId}>
            {METHODS.map((method) => (
              <option key={method} value={method} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function EditHeaders({ draft, error, change }: EditProps) {
  const count = draft.headers.split('\n').filter((line) => line.trim() !== '').length
  return (
    <Disclosure title="Headers" note={String(count)} forceOpen={error !== undefined}>
      <Field
        label="Headers"
        error={error}
        hint="One a line. Host and content-length are made anew."
        className="[&>label]:sr-only"
      >
        {(control) => (
          <Textarea
            {...control}
            rows={9}
            wrap="off"
            value={draft.headers}
            onChange={(event) => change({ headers: event.target.value })}
          />
        )}
      </Field>
    </Disclosure>
  )
}

function EditBody({ capture, draft, change }: EditProps & { capture: Capture }) {
  const { body } = draft
  const size = body === null ? capture.bodySize : new TextEncoder().encode(body).byteLength
  return (
    <Disclosure title="Body" note={formatBytes(size)}>
      {body === null ? (
        <div className="flex items-center gap-3 text-xs text-muted">
          <span className="flex-1">Not text: sent as it is.</span>
          <Button size="sm" onClick={() => change({ body: '' })}>
            Write another
          </Button>
        </div>
      ) : (
        <Textarea
          aria-label="Body"
          rows={12}
          value={body}
          onChange={(event) => change({ body: withLineEndsOf(capture.body.data, event.target.value) })}
        />
      )}
    </Disclosure>
  )
}

/** Says whether what will be sent is what was captured. */
function Exactness({ capture, draft, onReset }: { capture: Capture; draft: ResendDraft; onReset: () => void }) {
  const changed = changedParts(capture, draft)
  return (
    <div className="flex h-7 items-center justify-between text-xs">
      {changed.length === 0 ? (
        <p className="text-muted">Sends the request exactly as it was captured.</p>
      ) : (
        <>
          <p className="text-warn">Changed: {changed.join(', ')}</p>
          <Button variant="ghost" size="sm" onClick={onReset}>
            <RotateCcw aria-hidden />
            Reset
          </Button>
        </>
      )}
    </div>
  )
}
