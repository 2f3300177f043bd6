'use client'

import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import { useReadOnly } from '../access/page-access'
import { api } from '../api'
import { IconButton } from '../ui/button'
import { CopyIconButton } from '../ui/copy-button'
import { Input } from '../ui/field'
import { formatBytes, formatCount } from '../ui/format'
import { Menu, MenuItem } from '../ui/menu'
import { onDemand } from '../ui/on-demand'
import { Age } from '../ui/time'

const ConfirmDialog = onDemand(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog))
const RenameDialog = onDemand(() => import('./rename-dialog').then((module) => module.RenameDialog))

const SEARCH_FROM = 4

type OpenDialog = { kind: 'rename' | 'delete'; bin: Bin }

/** The bins of this browser, newest activity first. */
export function BinList({ bins }: { bins: readonly Bin[] }) {
  const [text, setText] = useState('')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const found = searchBins(bins, text)
  const close = () => setDialog(null)
  return (
    <>
      <div className="mb-2.5 flex min-h-8 items-center gap-2">
        <h2 id="bins" className="flex items-baseline gap-2 text-sm font-semibold">
          Your bins{' '}
          <span role="status" className="font-normal text-faint tabular-nums">
            {found.length === bins.length ? bins.length : `${found.length} of ${bins.length}`}
          </span>
        </h2>
        {bins.length >= SEARCH_FROM && (
          <Input
            type="search"
            aria-label="Search bins"
            placeholder="Search by name or id"
            className="ml-auto max-w-56"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </div>
      {found.length === 0 && <p className="py-6 text-sm text-muted">No bin matches “{text.trim()}”.</p>}
      {found.length > 0 && (
        <ul
          aria-labelledby="bins"
          className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card dark:shadow-none"
        >
          {found.map((bin) => (
            <BinRow key={bin.id} bin={bin} onOpen={(kind) => setDialog({ kind, bin })} />
          ))}
        </ul>
      )}
      {dialog?.kind === 'rename' && <RenameDialog bin={dialog.bin} onClose={close} />}
      {dialog?.kind === 'delete' && <DeleteDialog bin={dialog.bin} onClose={close} />}
    </>
  )
}

type RowProps = { bin: Bin; onOpen: (kind: OpenDialog['kind']) => void }

/** The name is a link. A click anywhere else in the row, except on a button, also opens the bin. */
function BinRow({ bin, onOpen }: RowProps) {
  const readOnly = useReadOnly()
  const name = bin.name ?? 'Unnamed bin'
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 transition-colors hover:bg-hover sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
      <div className="min-w-0">
        <Link
          href={`/bins/${bin.id}`}
          className="block truncate text-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <div className="flex min-w-0 items-center">
          <span className="truncate font-mono text-xs text-muted" title={bin.captureUrl}>
            {bin.captureUrl}
          </span>
          <span className="relative shrink-0">
            <CopyIconButton text={bin.captureUrl} label={`Copy the capture URL of ${name}`} />
          </span>
        </div>
        <p className="text-xs text-muted tabular-nums sm:hidden">
          <Figures bin={bin} />
        </p>
      </div>
      <p className="hidden text-right text-xs leading-5 text-muted tabular-nums sm:block">
        <Figures bin={bin} />
      </p>
      {!readOnly && (
        <div className="relative -mr-2">
          <Menu
            trigger={
              <IconButton label={`More for ${name}`}>
                <EllipsisVertical aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onOpen('rename')}>
              Rename…
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => onOpen('delete')}>
              Delete…
            </MenuItem>
          </Menu>
        </div>
      )}
    </li>
  )
}

function Figures({ bin }: { bin: Bin }) {
  return (
    <>
      {formatCount(bin.captureCount)} {bin.captureCount === 1 ? 'request' : 'requests'}
      {bin.captureCount > 0 && ` · ${formatBytes(bin.byteCount)}`}
      <span className="sm:hidden"> · </span>
      <span className="sm:block">
        {bin.lastCaptureAt === null ? 'created ' : 'last '}
        <Age iso={bin.lastCaptureAt ?? bin.createdAt} suffix=" ago" />
      </span>
    </>
  )
}

function DeleteDialog({ bin, onClose }: { bin: Bin; onClose: () => void }) {
  const router = useRouter()
  const count = `${formatCount(bin.captureCount)} ${bin.captureCount === 1 ? 'request' : 'requests'}`
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${bin.name ? `“${bin.name}”` : 'this bin'}?`}
      action="Delete the bin"
      onConfirm={async () => {
        await api.deleteBin({ bin: bin.id })
        toast.success(`Deleted ${bin.name ?? 'the bin'}`)
        router.refresh()
      }}
    >
      {bin.captureCount > 0 && `Its ${count} will be deleted too. `}
      Senders to <span className="font-mono text-xs break-all">{bin.captureUrl}</span> will get 404. This cannot be undone.
    </ConfirmDialog>
  )
}

/** The bins whose name or id contains every word of `text`, in any order and case. */
function searchBins(bins: readonly Bin[], text: string): readonly Bin[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return bins.filter(({ id, name }) => {
    const searched = `${name ?? 'unnamed bin'} ${id}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}
