'use client'

import { CopyIconButton } from '../ui/copy-button'

/** Where senders post to. The end of a long URL, which tells bins apart, is cut last. */
export function CaptureUrl({ url }: { url: string }) {
  return (
    <div className="flex h-8 min-w-0 items-center rounded-md border border-line bg-sunken pl-2.5">
      <code className="min-w-0 truncate text-xs text-ink select-all" title={url}>
        {url}
      </code>
      <CopyIconButton text={url} label="Copy capture URL" className="mx-0.5" />
    </div>
  )
}
