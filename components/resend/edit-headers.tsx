'use client'

import { replacedHeaders } from '#lib/core/header-lines'
import { Disclosure } from '../ui/disclosure'
import { Field, Textarea } from '../ui/field'
import type { ResendDraft } from './resend-draft'

type Props = { draft: ResendDraft; error: string | undefined; change: (part: Partial<ResendDraft>) => void }

export function EditHeaders({ draft, error, change }: Props) {
  const count = draft.headers.split('\n').filter((line) => line.trim() !== '').length
  const dropped = replacedHeaders(draft.headers)
  const hint =
    dropped.length > 0
      ? `Replaced when sent: ${dropped.join(', ')}. Each connection has its own, and content-length follows the body.`
      : 'One per line. Host is taken from the target, and content-length from the body.'
  return (
    <Disclosure title="Headers" note={String(count)} forceOpen={error !== undefined}>
      <Field label="Headers" error={error} hint={hint} className="[&>label]:sr-only">
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
