'use client'

import { Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { BinSecret } from '#lib/core/bin-secret'
import type { CaptureSummary } from '#lib/core/capture'
import { completeUrl } from '#lib/core/complete-url'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, Input, UrlInput } from '../../ui/field'
import { formatCount } from '../../ui/format'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { chosenTargets, lastChoice, rememberChoice } from '../known-targets'
import { signedWith, useSigningSecrets } from '../signing-secrets'
import { type Target, typedTarget, urlFault } from '../target'
import { type CheckOrder, TIMES_MAX, TIMES_MIN } from './check'
import type { CheckInput } from './use-check'

type Props = {
  of: CaptureSummary
  others: readonly CaptureSummary[]
  fault: string | null
  onStart: (input: CheckInput) => void
  onOpenChange: (open: boolean) => void
}

/** How often it is sent, where, in which order, and with which ids. */
export function CheckSetup({ of, others, fault, onStart, onOpenChange }: Props) {
  const [last] = useState(() => chosenTargets(lastChoice(of.binId))[0] ?? null)
  const [typed, setTyped] = useState(last?.url ?? '')
  const [times, setTimes] = useState('2')
  const [order, setOrder] = useState<CheckOrder>('in-turn')
  const [newIds, setNewIds] = useState(false)
  const [tried, setTried] = useState(false)
  const secrets = useSigningSecrets(of.binId)
  const [chosenSecret, setSecret] = useState<string | null>(null)
  const secretId = chosenSecret ?? fitting(secrets, of)?.id ?? ''

  const url = completeUrl(typed)
  const faults = { url: urlFault(url), times: timesFault(times) }
  const start = () => {
    setTried(true)
    if (faults.url || faults.times) return
    const target: Target = last?.url === url ? last : typedTarget(url)
    if (target !== last) rememberChoice(of.binId, { typed: url, savedIds: [] })
    onStart({ of, others, target, times: Number(times), order, newIds, secretId: secretId === '' ? null : secretId })
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={`Check idempotency of #${of.seq}`}
      description="Senders deliver a webhook more than once. This sends one request several times and compares the answers."
      className="sm:max-w-lg"
      footer={
        <Button variant="primary" onClick={start}>
          <Play aria-hidden />
          Start
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {fault !== null && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-xs text-danger">
            {fault}
          </p>
        )}
        <Field label="Target" error={tried ? faults.url : null}>
          {(control) => (
            <UrlInput
              {...control}
              placeholder="http://127.0.0.1:8080/webhooks"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label="Times" error={tried ? faults.times : null} className="w-24">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={TIMES_MIN}
              max={TIMES_MAX}
              value={times}
              onChange={(event) => setTimes(event.target.value)}
            />
          )}
        </Field>
        <Row label="Order">
          <Segmented label="Order" options={ordersFor(others)} value={order} onChange={setOrder} />
        </Row>
        <Row label="Message id">
          {of.messageId === null ? (
            <p className="text-sm text-muted">The same: Creel does not know the message id of this sender.</p>
          ) : (
            <Segmented
              label="Message id"
              options={IDS}
              value={newIds ? 'new' : 'same'}
              onChange={(id) => setNewIds(id === 'new')}
            />
          )}
        </Row>
        {secrets.length > 0 && (
          <Select
            label="Signature"
            value={secretId}
            options={[['', 'As captured'] as const, ...secrets.map((each) => [each.id, signedWith(each)] as const)]}
            onChange={setSecret}
          />
        )}
        {newIds && secretId === '' && (
          <p role="note" className="text-xs text-muted">
            If the signature covers the id or the body, it does not match the copies with new ids.
          </p>
        )}
      </div>
    </Dialog>
  )
}

/** The secret of this sender. Only a sender that Creel does not recognise may sign with the one secret there is. */
function fitting(secrets: readonly BinSecret[], { sender }: CaptureSummary): BinSecret | undefined {
  const provider = sender?.provider ?? null
  if (provider === null) return secrets.length === 1 ? secrets[0] : undefined
  return secrets.find(({ scheme }) => scheme === provider)
}

const IDS = [
  { id: 'same', label: 'The same' },
  { id: 'new', label: 'New for each copy' },
] as const

function ordersFor(others: readonly CaptureSummary[]): readonly { id: CheckOrder; label: string }[] {
  const mixed = { id: 'mixed', label: `Mixed with ${formatCount(others.length)} selected` } as const
  return [
    { id: 'in-turn', label: 'One after another' },
    { id: 'at-once', label: 'At the same time' },
    ...(others.length > 0 ? [mixed] : []),
  ]
}

function timesFault(times: string): string | null {
  const count = Number(times)
  return Number.isInteger(count) && count >= TIMES_MIN && count <= TIMES_MAX ? null : `From ${TIMES_MIN} to ${TIMES_MAX}`
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs font-medium text-muted">
        {label}
      </span>
      <div>{children}</div>
    </div>
  )
}
