'use client'

import { useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { Field, Textarea } from '../ui/field'
import { formatBytes } from '../ui/format'
import { Segmented } from '../ui/segmented'
import { type BodyDraft, type BodyForm, bodySize, convertBody } from './draft-body'
import { jsonNote } from './draft-notes'
import { type ResendDraft, withLineEndsOf } from './resend-draft'

const FORMS = [
  { id: 'text', label: 'Text' },
  { id: 'base64', label: 'Base64' },
  { id: 'hex', label: 'Hex' },
] as const

type Props = {
  capture: Capture
  draft: ResendDraft
  error: string | undefined
  change: (part: Partial<ResendDraft>) => void
}

/** The body as text, or any bytes as base64 or hex. */
export function EditBody({ capture, draft, error, change }: Props) {
  const { body } = draft
  const size = body === null ? capture.bodySize : bodySize(body)
  return (
    <Disclosure title="Body" note={size === null ? '?' : formatBytes(size)} forceOpen={error !== undefined}>
      {body === null ? (
        <div className="flex items-center gap-3 text-xs text-muted">
          <span className="flex-1">
            {capture.truncated
              ? 'Only its first bytes are stored, and an incomplete body is not sent.'
              : 'Too large to edit here: sent as it is.'}
          </span>
          <Button size="sm" onClick={() => change({ body: { form: 'text', text: '' } })}>
            Write another
          </Button>
        </div>
      ) : (
        <BodyField capture={capture} body={body} error={error} onBody={(next) => change({ body: next })} />
      )}
    </Disclosure>
  )
}

type FieldProps = { capture: Capture; body: BodyDraft; error: string | undefined; onBody: (body: BodyDraft) => void }

function BodyField({ capture, body, error, onBody }: FieldProps) {
  const [noText, setNoText] = useState(false)
  const turnTo = (form: BodyForm) => {
    const converted = convertBody(body, form)
    setNoText(converted === null && error === undefined)
    if (converted) onBody(converted)
  }
  const write = (text: string) => {
    setNoText(false)
    onBody({ ...body, text: body.form === 'text' ? withLineEndsOf(capture.body.data, text) : text })
  }
  const note = noText ? 'These bytes are not UTF-8: they cannot be shown as text.' : jsonNote(capture, body)
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Segmented label="Format of the body" options={FORMS} value={body.form} onChange={turnTo} />
      </div>
      <Field label="Body" error={error} className="[&>label]:sr-only">
        {(control) => <Textarea {...control} rows={12} value={body.text} onChange={(event) => write(event.target.value)} />}
      </Field>
      {note && (
        <p role="note" className="text-xs text-warn">
          {note}
        </p>
      )}
    </div>
  )
}
