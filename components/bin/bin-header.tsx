'use client'

import {
  ChevronLeft,
  CircleHelp,
  Command,
  EllipsisVertical,
  Eraser,
  FileKey,
  FileUp,
  Forward,
  Keyboard,
  KeyRound,
  Laptop,
  Reply,
  Share2,
  Trash2,
} from 'lucide-react'
import Link from 'next/link'
import type { Bin } from '#lib/core/bin'
import type { FeedConnection } from '#lib/feed/feed'
import { useAccessKey } from '../access/access-key'
import type { ForwardStore } from '../feed/forward-store'
import { LiveBadge } from '../feed/live-badge'
import { ForwardsBadge } from '../forwards/forwards-badge'
import { Button, IconButton } from '../ui/button'
import { CopyIconButton } from '../ui/copy-button'
import { formatMs } from '../ui/format'
import { Logo } from '../ui/logo'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { StatusCode } from '../ui/method-and-status'
import { onDemand } from '../ui/on-demand'
import { ThemeToggle } from '../ui/theme-toggle'
import { BinName } from './bin-name'
import type { PageCommands } from './inspector-actions'

const ArchiveItems = onDemand(() => import('../export/archive-items').then((module) => module.ArchiveItems))

type Props = {
  bin: Bin
  total: number
  connection: FeedConnection
  forwards: ForwardStore
  onRename: (name: string | null) => Promise<void>
  onOpen: PageCommands['open']
}

/** Name, capture URL, live badge, and the actions for the whole bin. */
export function BinHeader({ bin, total, connection, forwards, onRename, onOpen }: Props) {
  const { openDialog } = useAccessKey()
  return (
    <header className="grid shrink-0 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-line bg-surface px-3 py-2 md:h-14 md:grid-cols-[auto_minmax(0,auto)_minmax(0,1fr)_auto] md:px-4 md:py-0">
      <Link href="/" prefetch={false} aria-label="All bins" title="All bins" className="group flex items-center rounded-md p-1">
        <ChevronLeft aria-hidden className="size-4 text-faint group-hover:text-ink md:hidden" />
        <Logo className="size-6" />
      </Link>
      <div className="flex min-w-0 items-center gap-3 md:max-w-72">
        <BinName bin={bin} onRename={onRename} />
      </div>
      {/* On a phone, an open request gets this row's height. */}
      <div className="col-span-3 row-start-2 mt-2 flex min-w-0 items-center gap-3 max-md:group-data-opened/page:hidden md:col-span-1 md:row-auto md:mt-0 md:pl-2">
        <CaptureUrl url={bin.captureUrl} />
        <ReplyButton bin={bin} onClick={() => onOpen('reply')} />
      </div>
      <div className="flex items-center gap-1 md:gap-2">
        <ForwardsBadge store={forwards} onClick={() => onOpen('forwards')} />
        <LiveBadge connection={connection} />
        <div className="ml-1 flex items-center">
          <ThemeToggle />
          <Menu
            trigger={
              <IconButton label="More for this bin">
                <EllipsisVertical aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Reply aria-hidden />} keys="e" onSelect={() => onOpen('reply')}>
              Edit response…
            </MenuItem>
            <MenuItem icon={<FileKey aria-hidden />} onSelect={() => onOpen('secrets')}>
              Signing secrets…
            </MenuItem>
            <MenuItem icon={<Forward aria-hidden />} onSelect={() => onOpen('forwards')}>
              Forwards…
            </MenuItem>
            <MenuItem icon={<Laptop aria-hidden />} onSelect={() => onOpen('listen')}>
              Bring webhooks to localhost…
            </MenuItem>
            <MenuItem icon={<Share2 aria-hidden />} onSelect={() => onOpen('share')}>
              Share the bin…
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Command aria-hidden />} keys="Mod+K" onSelect={() => onOpen('palette')}>
              All actions…
            </MenuItem>
            <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={() => onOpen('keys')}>
              Keyboard shortcuts…
            </MenuItem>
            <MenuItem icon={<KeyRound aria-hidden />} onSelect={openDialog}>
              Access keys…
            </MenuItem>
            <MenuItem icon={<CircleHelp aria-hidden />} onSelect={() => window.open('/help', '_blank', 'noopener')}>
              Help
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<FileUp aria-hidden />} onSelect={() => onOpen('import')}>
              Import…
            </MenuItem>
            {total > 0 && <ArchiveItems bin={bin} total={total} />}
            <MenuSeparator />
            <MenuItem icon={<Eraser aria-hidden />} danger disabled={total === 0} onSelect={() => onOpen('clear')}>
              Clear all requests…
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => onOpen('delete')}>
              Delete the bin…
            </MenuItem>
          </Menu>
        </div>
      </div>
    </header>
  )
}

/** The status that senders get. A click edits the response. */
function ReplyButton({ bin: { response }, onClick }: { bin: Bin; onClick: () => void }) {
  return (
    <Button
      variant="ghost"
      size="sm"
      className="ml-auto h-8 px-2 md:ml-0"
      onClick={onClick}
      title="Edit the response that senders get"
    >
      <span className="hidden sm:inline md:max-lg:hidden">Response</span>
      <StatusCode status={response.status} />
      {response.delayMs > 0 && <span className="text-faint tabular-nums">after {formatMs(response.delayMs)}</span>}
    </Button>
  )
}

/** The capture URL. The end of a long URL, which distinguishes bins, is truncated last. */
function CaptureUrl({ url }: { url: string }) {
  return (
    <div className="flex h-8 min-w-0 items-center rounded-md border border-line bg-sunken pl-2.5">
      <code className="min-w-0 truncate text-xs text-ink select-all" title={url}>
        {url}
      </code>
      <CopyIconButton text={url} label="Copy capture URL" className="mx-0.5" />
    </div>
  )
}
