'use client'

import { Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import type { Share, ShareShow } from '#lib/core/share'
import { type CreatedShare, createShare, explain, listShares, revokeShare } from '../api-client'
import { Button, IconButton } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { Age, ExactTime } from '../ui/time'

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
  /** The open capture, which may be shared alone. */
  opened: CaptureSummary | null
  onOpenChange: (open: boolean) => void
}

/** Makes links for others to look through, and shows those there are. */
export function ShareDialog({ bin, opened, onOpenChange }: Props) {
  const { shares, why, made, make, revoke } = useShares(bin.id)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Share"
      description="Whoever has a link reads, live, and changes nothing. It can be revoked at any time."
      className="sm:max-w-xl"
    >
      <ShareForm opened={opened} onMake={make} />
      {why && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {why}
        </p>
      )}
      {made && <MadeLink url={made.url} />}
      <h3 className="mt-6 mb-1 text-sm font-semibold">Links that work</h3>
      {shares.length === 0 && <p className="text-sm text-muted">None yet.</p>}
      <ul aria-label="Share links">
        {shares.map((share) => (
          <ShareLine key={share.id} share={share} onRevoke={() => revoke(share)} />
        ))}
      </ul>
    </Dialog>
  )
}

function useShares(binId: string) {
  const [shares, setShares] = useState<Share[]>([])
  const [made, setMade] = useState<CreatedShare | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const refresh = () =>
    listShares(binId).then(
      (answer) => setShares(answer.shares),
      (error) => setWhy(explain(error)),
    )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each bin; `refresh` is new with each pass
  useEffect(() => void refresh(), [binId])
  const tell = async (work: () => Promise<void>) => {
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
    made,
    why,
    make: (wish: Parameters<typeof createShare>[1]) => tell(async () => setMade(await createShare(binId, wish))),
    revoke: (share: Share) =>
      tell(async () => {
        await revokeShare(binId, share.id)
        if (made?.id === share.id) setMade(null)
      }),
  }
}

type FormProps = { opened: CaptureSummary | null; onMake: ReturnType<typeof useShares>['make'] }

function ShareForm({ opened, onMake }: FormProps) {
  const [scope, setScope] = useState<Scope>('bin')
  const [show, setShow] = useState<ShareShow>('redacted')
  const [seconds, setSeconds] = useState<Seconds>('604800')
  const captureId = scope === 'capture' && opened ? opened.id : undefined
  const scopes = [
    { id: 'bin' as const, label: 'The whole bin' },
    ...(opened ? [{ id: 'capture' as const, label: `Only #${opened.seq}` }] : []),
  ]
  return (
    <div className="flex flex-col items-start gap-3">
      <Segmented label="What" options={scopes} value={scope} onChange={setScope} />
      <Segmented
        label="How much"
        options={[
          { id: 'redacted', label: 'Credentials hidden' },
          { id: 'everything', label: 'Everything' },
        ]}
        value={show}
        onChange={setShow}
      />
      <p className="text-xs text-faint">
        {show === 'redacted'
          ? 'Keys, tokens, cookies and signatures are masked in headers, query, JSON and forms; other bodies are not shown. Personal data is not looked for.'
          : 'Exactly as it came, with every key and token in it.'}
      </p>
      <Segmented label="For how long" options={LIFETIMES} value={seconds} onChange={setSeconds} />
      <Button variant="primary" onClick={() => void onMake({ captureId, show, ttlSeconds: Number(seconds) })}>
        Make a link
      </Button>
    </div>
  )
}

function MadeLink({ url }: { url: string }) {
  return (
    <Field label="The new link, shown this once" className="mt-4">
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
  const what = share.captureId === null ? 'Whole bin' : `Capture #${share.captureId.split('_').at(-1)}`
  return (
    <li className="flex items-center gap-3 border-b border-line/60 py-2 text-sm">
      <span className="min-w-0 flex-1">
        {what}, {share.show === 'redacted' ? 'credentials hidden' : 'everything'}
        <span className="block text-xs text-faint">
          Until <ExactTime iso={share.expiresAt} show="minute" /> ·{' '}
          {share.lastUsedAt === null ? (
            'never used'
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
