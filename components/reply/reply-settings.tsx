'use client'

import { useState } from 'react'
import type { BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { explain } from '../api'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Dialog } from '../ui/dialog'
import { Field, Input, Textarea } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { checkReply, draftOfReply, REPLY_PRESETS, type ReplyDraft, type ReplyFaults, withoutEffect } from './reply-draft'
import { ReplyPreview } from './reply-preview'
import { draftOfRequire, isComplete, type RequireDraft, requireOf } from './require-draft'
import { RequireFields } from './require-fields'

/** `require` is omitted if it did not change. */
export type ReplyInput = { response: BinResponse; require?: BinRequire | null }

type Props = {
  response: BinResponse
  require: BinRequire | null
  onOpenChange: (open: boolean) => void
  /** The dialog closes when it resolves, and shows the reason when it rejects. */
  onSave: (input: ReplyInput) => Promise<void>
}

/** Edits the response that this bin's senders get. Mounted only while open, so that it starts with the current response. */
export function ReplySettings({ response, require, onOpenChange, onSave }: Props) {
  const [draft, setDraft] = useState<ReplyDraft>(() => draftOfReply(response))
  const [required, setRequired] = useState<RequireDraft>(() => draftOfRequire(require))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const checked = checkReply(draft)
  const wanted = requireOf(required)
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(requireOf(draftOfRequire(require)))
  const change = (part: Partial<ReplyDraft>) => setDraft((before) => ({ ...before, ...part }))

  async function save() {
    if (!checked.response) return
    setBusy(true)
    setError(null)
    try {
      await onSave({ response: checked.response, ...(isChanged ? { require: wanted } : {}) })
      onOpenChange(false)
    } catch (failure) {
      setError(explain(failure))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Response to senders"
      description="Every request is stored first, whatever the response is."
      className="sm:max-w-4xl"
      footer={
        <>
          {error && (
            <p role="alert" className="mr-auto self-center text-sm text-danger">
              {error}
            </p>
          )}
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" disabled={busy || !checked.response || !isComplete(required)} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <Presets draft={draft} onChoose={setDraft} />
      <div className="mt-4 grid gap-5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <ReplyFields
          draft={draft}
          faults={checked.faults ?? {}}
          unsent={checked.response ? withoutEffect(checked.response) : []}
          change={change}
        />
        <ReplyPreview draft={draft} />
      </div>
      <RequireFields draft={required} onChange={setRequired} />
    </Dialog>
  )
}

function Presets({ draft, onChoose }: { draft: ReplyDraft; onChoose: (draft: ReplyDraft) => void }) {
  return (
    <fieldset aria-label="Presets" className="flex flex-wrap gap-1.5">
      {REPLY_PRESETS.map((preset) => {
        const chosen = JSON.stringify(preset.draft) === JSON.stringify(draft)
        return (
          <button
            key={preset.label}
            type="button"
            title={preset.hint}
            aria-pressed={chosen}
            onClick={() => onChoose(preset.draft)}
            className={cx(
              'h-7 rounded-md border px-2.5 font-mono text-xs font-medium transition-colors',
              chosen
                ? 'border-accent bg-accent-soft text-accent-text'
                : 'border-line-strong text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {preset.label}
          </button>
        )
      })}
    </fieldset>
  )
}

type FieldsProps = {
  draft: ReplyDraft
  faults: ReplyFaults
  /** Names of headers that the server does not send. */
  unsent: readonly string[]
  change: (part: Partial<ReplyDraft>) => void
}

function ReplyFields({ draft, faults, unsent, change }: FieldsProps) {
  const headersHint =
    unsent.length === 0
      ? 'One per line, such as retry-after: 30'
      : `${unsent.join(', ')}: not sent, because every response of a bin has the server’s own`
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Status" error={faults.status}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.status}
              onChange={(event) => change({ status: event.target.value })}
            />
          )}
        </Field>
        <Field label="Delay in ms" error={faults.delayMs}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.delayMs}
              onChange={(event) => change({ delayMs: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Headers" error={faults.headers} hint={headersHint}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            wrap="off"
            value={draft.headers}
            onChange={(event) => change({ headers: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <div className="flex items-center justify-between">
          <span className="text-xs font-medium text-muted">Body</span>
          <Segmented
            label="Response body"
            options={[
              { id: 'default', label: 'Default' },
              { id: 'own', label: 'Custom' },
            ]}
            value={draft.body === null ? 'default' : 'own'}
            onChange={(id) => change({ body: id === 'default' ? null : '' })}
          />
        </div>
        {draft.body === null ? (
          <p className="text-xs text-faint">The capture's id, as JSON.</p>
        ) : (
          <Field label="Custom body" error={faults.body} className="[&>label]:sr-only">
            {(control) => (
              <Textarea
                {...control}
                rows={5}
                value={draft.body ?? ''}
                onChange={(event) => change({ body: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </div>
  )
}
