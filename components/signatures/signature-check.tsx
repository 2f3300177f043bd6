'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { parseLines } from '#lib/core/header-lines'
import { detectSchemes } from '#lib/signatures/detect'
import type { SignatureReport as Report } from '#lib/signatures/report'
import { Button } from '../ui/button'
import { Field, Input, Textarea, UrlInput } from '../ui/field'
import { formatBytes } from '../ui/format'
import { exampleRequest } from './example'
import { MaterialFields } from './material-fields'
import { readPasted } from './read-pasted'
import { SchemeChoice } from './scheme-choice'
import { emptyDraft, isComplete, materialOf, type SecretDraft, schemeOf, settingsOf, urlFault } from './secret-draft'
import { SignatureReport } from './signature-report'
import { CheckingSkeleton } from './signature-tab'
import { SignatureWorker } from './signature-worker'

type Draft = SecretDraft & { method: string; headers: string; body: string; file: { name: string; bytes: Uint8Array } | null }

type Outcome = { state: 'checking' } | { state: 'failed' } | { state: 'done'; report: Report }

const BODY_BYTES_MAX = 16 * 1_048_576
const CRASHED = 'The browser ran out of memory, or stopped the computation. Try it with a smaller body.'

/** Checks a request that is pasted here. Nothing leaves the browser. */
export function SignatureCheck() {
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft(), method: 'POST', headers: '', body: '', file: null })
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const running = useRef<SignatureWorker | null>(null)
  const result = useRef<HTMLElement>(null)
  useEffect(() => () => running.current?.close(), [])
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setOutcome(null)
  }

  const headers = parseLines(draft.headers)
  const scheme = schemeOf(draft)
  const needsUrl = scheme?.needsUrl ?? false
  const ready = headers.headers !== null && isComplete(draft) && (!needsUrl || draft.url.trim() !== '')

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!ready) return
    running.current?.close()
    const worker = new SignatureWorker()
    running.current = worker
    setOutcome({ state: 'checking' })
    const body = draft.file?.bytes ?? new TextEncoder().encode(draft.body)
    const url = draft.url.trim() || 'http://localhost/'
    const request = { method: draft.method.trim() || 'POST', url, headers: headers.headers!, body }
    const trial = { scheme: draft.scheme, custom: draft.custom, material: materialOf(draft, scheme!), ...settingsOf(draft) }
    const report = await worker.check({ request, receivedAt: Date.now() }, trial)
    worker.close()
    if (running.current !== worker) return
    setOutcome(report ? { state: 'done', report } : { state: 'failed' })
    requestAnimationFrame(() => result.current?.scrollIntoView({ block: 'nearest' }))
  }

  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <form onSubmit={submit} autoComplete="off" noValidate className="flex min-w-0 flex-col gap-4 text-sm">
        <RequestFields
          draft={draft}
          change={change}
          headersFault={draft.headers === '' ? null : headers.error}
          needsUrl={needsUrl}
        />
        <SchemeChoice
          value={draft.scheme}
          onChange={(id) => change({ scheme: id })}
          first={headers.headers ? seenSchemes(draft, headers.headers) : []}
          firstHeading="Fits these headers"
        />
        <MaterialFields draft={draft} change={change} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" disabled={!ready || outcome?.state === 'checking'}>
            Check the signature
          </Button>
          <Button onClick={() => change({ ...emptyDraft(), ...exampleRequest(Date.now()), file: null })}>Load an example</Button>
        </div>
      </form>
      <section ref={result} aria-labelledby="signature-result" className="min-w-0">
        <h2 id="signature-result" className="sr-only">
          Result
        </h2>
        {outcome === null && <Nothing />}
        {outcome?.state === 'checking' && <CheckingSkeleton />}
        {outcome?.state === 'failed' && (
          <p role="alert" className="text-sm text-danger">
            {CRASHED}
          </p>
        )}
        {outcome?.state === 'done' && <SignatureReport report={outcome.report} />}
      </section>
    </div>
  )
}

function Nothing() {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-5 py-8 text-sm text-muted">
      <p>The result appears here: whether the signature is valid, why it is not, and how it is computed.</p>
      <p className="mt-2">Everything is computed in this browser. Nothing is sent or stored.</p>
    </div>
  )
}

function seenSchemes({ method, body, file, url }: Draft, headers: readonly (readonly [string, string])[]): readonly string[] {
  const bytes = (file?.bytes ?? new TextEncoder().encode(body.slice(0, 65_536))).subarray(0, 65_536)
  return detectSchemes({ method, url: url.trim() || 'http://localhost/', headers, body: bytes })
}

type FieldsProps = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  headersFault: string | null
  needsUrl: boolean
}

function RequestFields({ draft, change, headersFault, needsUrl }: FieldsProps) {
  const [read, setRead] = useState(false)
  const onHeaders = (text: string) => {
    const pasted = readPasted(text)
    setRead(pasted !== null)
    if (pasted === null) return change({ headers: text })
    const { method, url, headers, body } = pasted
    change({
      headers,
      ...(method === null ? {} : { method }),
      ...(url === null ? {} : { url }),
      ...(body === null ? {} : { body, file: null }),
    })
  }
  return (
    <>
      <Field
        label="Headers, a curl command or a raw HTTP request"
        error={headersFault}
        hint={read ? 'Parsed: its parts are in the fields now.' : 'One header per line.'}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            placeholder={'Content-Type: application/json\nStripe-Signature: t=…,v1=…'}
            value={draft.headers}
            onChange={(event) => onHeaders(event.target.value)}
          />
        )}
      </Field>
      <BodyField draft={draft} change={change} />
      <div className="flex gap-2">
        <Field label="Method" className="w-24">
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              className="font-mono text-xs! uppercase"
              value={draft.method}
              onChange={(event) => change({ method: event.target.value.toUpperCase() })}
            />
          )}
        </Field>
        <Field
          label={needsUrl ? 'URL, which this provider signs' : 'URL (only some providers sign it)'}
          error={urlFault(draft.url)}
          className="min-w-0 flex-1"
        >
          {(control) => (
            <UrlInput
              {...control}
              placeholder="https://example.com/webhooks"
              value={draft.url}
              onChange={(event) => change({ url: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

function BodyField({ draft, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  const [fault, setFault] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  async function take(file: File | undefined) {
    if (!file) return
    const tooLarge = file.size > BODY_BYTES_MAX
    setFault(tooLarge ? `${formatBytes(file.size)}, and at most ${formatBytes(BODY_BYTES_MAX)} can be checked here` : null)
    if (!tooLarge) change({ file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } })
  }
  if (draft.file) {
    return (
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 break-words">
          <span className="block text-xs font-medium text-muted">Body</span>
          {draft.file.name}, {formatBytes(draft.file.bytes.length)}
        </p>
        <Button size="sm" onClick={() => change({ file: null })}>
          Remove
        </Button>
      </div>
    )
  }
  return (
    <>
      <Field
        label="Body"
        error={fault}
        hint={
          <>
            Exactly as it arrived: a single extra space or line break changes the signature. To be sure,{' '}
            <button type="button" className="underline underline-offset-2" onClick={() => field.current?.click()}>
              choose a file
            </button>
          </>
        }
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            value={draft.body}
            onChange={(event) => {
              setFault(null)
              change({ body: event.target.value })
            }}
          />
        )}
      </Field>
      <input
        ref={field}
        type="file"
        aria-label="File with the body"
        className="hidden"
        onChange={(event) => void take(event.target.files?.[0])}
      />
    </>
  )
}
