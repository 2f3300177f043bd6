'use client'

import type { CaptureSummary } from '#lib/core/capture'
import { completeUrl } from '#lib/core/complete-url'
import type { Forward } from '#lib/core/forward/forward'
import { LIMITS } from '#lib/core/limits'
import { secretName } from '../signatures/scheme-label'
import { useSecrets } from '../signatures/use-secrets'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { Field, Input, Textarea, UrlInput } from '../ui/field'
import { Select } from '../ui/select'
import { FilterField } from './filter-field'
import { type DraftFaults, type ForwardDraft, SCHEDULE_EXAMPLE } from './forward-draft'
import { useForwardDraft } from './use-forward-draft'

type Props = {
  bin: string
  /** null: a new forward. */
  forward: Forward | null
  /** The source of the filter's suggestions. */
  rows: readonly CaptureSummary[]
  onSaved: (forward: Forward) => void
  /** null: there is nothing to return to. */
  onCancel: (() => void) | null
}

/** The form for what is forwarded, where to and how. */
export function ForwardForm({ bin, forward, rows, onSaved, onCancel }: Props) {
  const { draft, change, faults, why, busy, save } = useForwardDraft(bin, forward, onSaved)
  return (
    <form noValidate onSubmit={save} autoComplete="off" className="flex flex-col gap-3">
      <Field label="Target URL" error={faults.url} hint="Creel’s server must be able to reach it.">
        {(control) => (
          <UrlInput
            {...control}
            autoFocus
            placeholder="https://staging.example.com/webhooks"
            value={draft.url}
            onBlur={() => change({ url: completeUrl(draft.url) })}
            onChange={(event) => change({ url: event.target.value })}
          />
        )}
      </Field>
      <Field label="Name" error={faults.name} hint={forward ? undefined : 'Empty: the host of the URL.'}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={LIMITS.labelCharsMax}
            placeholder="staging"
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <FilterField value={draft.q} error={faults.q} rows={rows} onChange={(q) => change({ q })} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Path"
          value={draft.path}
          error={faults.path}
          hint={draft.path === 'keep' ? 'The request’s path and query are appended to the URL.' : 'The URL is used as it is.'}
          options={PATHS}
          onChange={(path) => change({ path })}
        />
        <Select
          label="Order"
          value={draft.order}
          error={faults.order}
          hint={
            draft.order === 'none'
              ? 'Requests do not wait for each other.'
              : 'A request that is being retried holds up the others.'
          }
          options={ORDERS}
          onChange={(order) => change({ order })}
        />
        <ShortField
          label="Concurrency"
          hint={
            draft.order === 'strict'
              ? 'In strict order, one request is sent at a time.'
              : 'How many requests are sent at the same time.'
          }
          inputMode="numeric"
          disabled={draft.order === 'strict'}
          of="concurrency"
          draft={draft}
          faults={faults}
          change={change}
        />
        <ShortField label="Rate" hint="A limit such as 10/1s. Empty: no limit." of="rate" {...{ draft, faults, change }} />
      </div>
      <SignField bin={bin} {...{ draft, faults, change }} />
      <More {...{ draft, faults, change }} />
      {why && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
          {why}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={busy}>
          {forward ? 'Save' : 'Start forwarding'}
        </Button>
        {onCancel && (
          <Button disabled={busy} onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}

const PATHS = [
  ['keep', 'Keep the request’s path'],
  ['drop', 'Drop the request’s path'],
] as const

const ORDERS = [
  ['none', 'None'],
  ['strict', 'Strict: as they arrived'],
] as const

type Part = { draft: ForwardDraft; faults: DraftFaults; change: (part: Partial<ForwardDraft>) => void }

type ShortProps = Part & {
  label: string
  hint: string
  of: 'concurrency' | 'rate' | 'schedule' | 'giveUpAfter'
  inputMode?: 'numeric'
  disabled?: boolean
}

function ShortField({ label, hint, of, draft, faults, change, ...input }: ShortProps) {
  return (
    <Field label={label} hint={hint} error={faults[of]}>
      {(control) => (
        <Input
          {...control}
          {...input}
          autoComplete="off"
          value={draft[of]}
          onChange={(event) => change({ [of]: event.target.value })}
        />
      )}
    </Field>
  )
}

const DELETED_SECRET = 'A secret that was deleted'

function SignField({ bin, draft, faults, change }: Part & { bin: string }) {
  const { secrets, why } = useSecrets(bin)
  const known = (secrets ?? []).map((each) => [each.id, secretName(each)] as const)
  const isDeleted = draft.secretId !== '' && secrets !== null && !known.some(([id]) => id === draft.secretId)
  const options = [
    ['', 'Nothing: keep the original signature'] as const,
    ...known,
    ...(isDeleted ? [[draft.secretId, DELETED_SECRET] as const] : []),
  ]
  const none = secrets?.length === 0 ? ' This bin has no secrets yet: add one under Signing secrets.' : ''
  return (
    <Select
      label="Sign again with"
      value={draft.secretId}
      error={faults.secretId ?? why}
      hint={`A new signature with a fresh timestamp for each try.${none}`}
      options={options}
      onChange={(secretId) => change({ secretId })}
    />
  )
}

function More({ draft, faults, change }: Part) {
  const hasFault = Boolean(faults.headerChanges || faults.schedule || faults.giveUpAfter)
  return (
    <Disclosure title="More" note="headers, retries" forceOpen={hasFault}>
      <div className="flex flex-col gap-3 pt-1">
        <Field
          label="Header changes"
          error={faults.headerChanges}
          hint="One per line. “Name: value” replaces the captured header, “-Name” removes it."
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              wrap="off"
              autoComplete="off"
              placeholder="Authorization: Bearer …"
              value={draft.headerChanges}
              onChange={(event) => change({ headerChanges: event.target.value })}
            />
          )}
        </Field>
        <ShortField
          label="Pauses between tries"
          hint={`Such as ${SCHEDULE_EXAMPLE}. The last one repeats.`}
          of="schedule"
          {...{ draft, faults, change }}
        />
        <ShortField
          label="Give up after"
          hint="A request that still fails this long after its first try is no longer retried."
          of="giveUpAfter"
          {...{ draft, faults, change }}
        />
      </div>
    </Disclosure>
  )
}
