'use client'

import { ChevronLeft, Command, EllipsisVertical, Eraser, FileUp, Keyboard, Reply, Share2, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { Bin } from '#lib/core/bin'
import type { FeedConnection } from '#lib/core/feed'
import { formatMs } from '../format'
import { Button, IconButton } from '../ui/button'
import { Logo } from '../ui/logo'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { StatusCode } from '../ui/status-code'
import { ThemeToggle } from '../ui/theme-toggle'
import { BinName } from './bin-name'
import { CaptureUrl } from './capture-url'
import type { Verbs } from './inspector-actions'
import { LiveBadge } from './live-badge'

const ArchiveItems = dynamic(() => import('../export/archive-items').then((module) => module.ArchiveItems))

type Props = {
  bin: Bin
  total: number
  connection: FeedConnection
  onRename: (name: string | null) => Promise<void>
  onOpen: Verbs['open']
}

/** Name, capture URL, state of the stream, and what can be done with the bin as a whole. */
export function BinHeader({ bin, total, connection, onRename, onOpen }: Props) {
  return (
    <header className="grid shrink-0 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-line bg-surface px-3 py-2 md:h-14 md:grid-cols-[auto_minmax(0,auto)_minmax(0,1fr)_auto] md:px-4 md:py-0">
      <Link href="/" prefetch={false} aria-label="All bins" title="All bins" className="group flex items-center rounded-md p-1">
        <ChevronLeft aria-hidden className="size-4 text-faint group-hover:text-ink md:hidden" />
        <Logo className="size-6" />
      </Link>
      <div className="flex min-w-0 items-center gap-3 md:max-w-72">
        <BinName bin={bin} onRename={onRename} />
      </div>
      <div className="col-span-3 row-start-2 mt-2 flex min-w-0 items-center gap-3 md:col-span-1 md:row-auto md:mt-0 md:pl-2">
        <CaptureUrl url={bin.captureUrl} />
        <ReplyButton bin={bin} onClick={() => onOpen('reply')} />
      </div>
      <div className="flex items-center gap-1 md:gap-2">
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
              Set the reply…
            </MenuItem>
            <MenuItem icon={<Share2 aria-hidden />} onSelect={() => onOpen('share')}>
              Share…
            </MenuItem>
            <MenuItem icon={<Command aria-hidden />} keys="Mod+K" onSelect={() => onOpen('palette')}>
              All actions…
            </MenuItem>
            <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={() => onOpen('keys')}>
              Keys
            </MenuItem>
            <MenuItem icon={<FileUp aria-hidden />} onSelect={() => onOpen('import')}>
              Import…
            </MenuItem>
            {total > 0 && (
              <>
                <MenuSeparator />
                <ArchiveItems bin={bin} total={total} />
              </>
            )}
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

/** What senders are told now; a click changes it. */
function ReplyButton({ bin: { response }, onClick }: { bin: Bin; onClick: () => void }) {
  return (
    <Button variant="ghost" size="sm" className="ml-auto h-8 px-2 md:ml-0" onClick={onClick} title="What senders get">
      <span className="hidden sm:inline">Replies</span>
      <StatusCode status={response.status} />
      {response.delayMs > 0 && <span className="text-faint tabular-nums">after {formatMs(response.delayMs)}</span>}
    </Button>
  )
}
