import type { CaptureSummary } from '#lib/core/capture'

type Kind = Pick<CaptureSummary, 'method' | 'path' | 'sender'>

/** The filter that finds similar captures: the same sender and event if they are known, otherwise the same method and path. */
export function kindFilter({ method, path, sender }: Kind): string {
  if (sender?.event)
    return `${sender.provider === null ? '-has:provider' : `provider:${quoted(sender.provider)}`} event:${quoted(sender.event)}`
  return `method:${quoted(method)} path:${quoted(path)}`
}

/** A short name for similar captures: `GitHub push`, `POST /orders`. */
export function kindName({ method, path, sender }: Kind): string {
  return sender?.event ? [sender.label, sender.event].filter((part) => part !== null).join(' ') : `${method} ${path}`
}

function quoted(text: string): string {
  return `"${text.replace(/["*\\]/g, '\\$&')}"`
}
