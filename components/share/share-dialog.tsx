'use client'

import { Link, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import type { Share, ShareShow } from '#lib/core/share'
import { api, explain } from '../api'
import { Button, IconButton } from '../ui/button'
import { CopyButton, copyText } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { Age, ExactTime } from '../ui/time'
import { type CreatedLink, type CreateShareInput, linkFor } from './created-links'

const LIFETIMES = [
  { id: '3600', label: '1 hour' },
  { id: '86400', label: '1 day' },
  { id: '604800', label: '1 week' },
  { id: '2592000', label: '30 days' },
] as const
type Seconds = (typeof LIFETIMES)[number]['id']
type Scope = 'bin' | 'capture'

type Props = {
  bin: Bin
  /** The open capture, which can be shared on its own. */
  opened: CaptureSummary | null
  startWithOpened: boolean
  onOpenChange: (open: boolean) => void
}

/** Creates share links and lists the active ones. */
export function ShareDialog({ bin, opened, startWithOpened, onOpenChange }: Props) {
  const { shares, why, created, copy, revoke } = useShares(bin.id)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={startWithOpened && opened ? `Share request #${opened.seq}` : 'Share'}
      description="Anyone with the link can view, not change. You can revoke it at any time."
      className="sm:max-w-xl"
    >
      <ShareForm opened={opened} initialScope={startWithOpened && opened ? 'capture' : 'bin'} onCopy={copy} />
      {why && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {why}
        </p>
      )}
      {created && <LinkField url={created.url} />}
      <h3 className="mt-6 mb-1 text-sm font-semibold">
        Active links{shares?.length === 0 && <span className="font-normal text-muted">: none</span>}
      </h3>
      <ul aria-label="Share links">
        {shares?.map((share) => (
          <ShareLine key={share.id} share={share} onRevoke={() => revoke(share)} />
        ))}
      </ul>
    </Dialog>
  )
}

function useShares(binId: string) {
  const [shares, setShares] = useState<readonly Share[] | null>(null)
  const [created, setCreated] = useState<CreatedLink | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const refresh = () =>
    api.listShares({ bin: binId }).then(
      (answer) => setShares(answer.shares),
      (error) => setWhy(explain(error)),
    )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each bin; `refresh` is new on each render
  useEffect(() => void refresh(), [binId])
  const attempt = async (work: () => Promise<void>) => {
    setWhy(null)
    try {
      await work()
      await refresh()
    } catch (error) {
      setWhy(explain(error))
    }
  }
  return {
    shares,
    created,
    why,
    /** Copies a link with these settings. If the browser does not allow that, the user can copy it from the field. */
    copy: (input: CreateShareInput) =>
      attempt(async () => {
        const share = await linkFor(binId, input)
        setCreated(share)
        copyText(share.url).then(
          () => toast.success('Link copied'),
          () => toast.error('The link could not be copied. Copy it from the field.'),
        )
      }),
    revoke: (share: Share) =>
      attempt(async () => {
        await api.revokeShare({ bin: binId, share: share.id })
        if (created?.id === share.id) setCreated(null)
      }),
  }
}

type FormProps = { opened: CaptureSummary | null; initialScope: Scope; onCopy: ReturnType<typeof useShares>['copy'] }

function ShareForm({ opened, initialScope, onCopy }: FormProps) {
  const [scope, setScope] = useState<Scope>(initialScope)
  const [show, setShow] = useState<ShareShow>('redacted')
  const [seconds, setSeconds] = useState<Seconds>('604800')
  const [busy, setBusy] = useState(false)
  const captureId = scope === 'capture' && opened ? opened.id : undefined
  const scopes = [
    ...(opened ? [{ id: 'capture' as const, label: `Request #${opened.seq}` }] : []),
    { id: 'bin' as const, label: 'The whole bin' },
  ]
  const copy = async () => {
    setBusy(true)
    await onCopy({ captureId, show, ttlSeconds: Number(seconds) })
    setBusy(false)
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <Segmented label="What to share" options={scopes} value={scope} onChange={setScope} />
      <Segmented
        label="Credentials"
        options={[
          { id: 'redacted', label: 'Hide credentials' },
          { id: 'everything', label: 'Show everything' },
        ]}
        value={show}
        onChange={setShow}
      />
      <p className="text-xs text-muted">
        {show === 'redacted'
          ? 'Keys, tokens, cookies and signatures are masked in headers, query, JSON and forms. Other bodies are hidden. Personal data is not masked.'
          : 'Every request as it arrived, with all keys and tokens in it.'}
      </p>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span aria-hidden>Expires after</span>
        <Segmented label="Expires after" options={LIFETIMES} value={seconds} onChange={setSeconds} />
      </div>
      <Button variant="primary" autoFocus disabled={busy} onClick={() => void copy()}>
        <Link aria-hidden />
        Copy link
      </Button>
    </div>
  )
}

function LinkField({ url }: { url: string }) {
  return (
    <Field label="New link, shown only now" className="mt-4">
      {(control) => (
        <div className="flex gap-2">
          <Input {...control} readOnly value={url} className="font-mono" onFocus={(event) => event.target.select()} />
          <CopyButton text={url} label="Copy" />
        </div>
      )}
    </Field>
  )
}

function ShareLine({ share, onRevoke }: { share: Share; onRevoke: () => void }) {
  const what = share.captureId === null ? 'Whole bin' : `Request #${share.captureId.split('_').at(-1)}`
  return (
    <li className="flex items-center gap-3 border-b border-line/60 py-2 text-sm">
      <span className="min-w-0 flex-1">
        {what}, {share.show === 'redacted' ? 'credentials hidden' : 'everything shown'}
        <span className="block text-xs text-muted">
          Expires <ExactTime iso={share.expiresAt} show="minute" /> ·{' '}
          {share.lastUsedAt === null ? (
            'not used yet'
          ) : (
            <>
              used <Age iso={share.lastUsedAt} suffix=" ago" />
            </>
          )}
        </span>
      </span>
      <IconButton label="Revoke" onClick={onRevoke}>
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  )
}
