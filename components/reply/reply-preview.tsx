import { isReplyHeader } from '#lib/core/reply-header'
import { formatMs } from '../ui/format'
import { StatusCode } from '../ui/method-and-status'
import { checkReply, type ReplyDraft } from './reply-draft'

const DEFAULT_BODY = '{"captured":"cap_…"}'

/** The response that a sender will get with the form's settings. */
export function ReplyPreview({ draft }: { draft: ReplyDraft }) {
  const { response } = checkReply(draft)
  return (
    <section aria-label="Preview" className="flex min-h-0 flex-col rounded-lg border border-line bg-sunken">
      <header className="flex items-center justify-between border-b border-line px-3 py-2 text-xs text-muted">
        What a sender gets
        {response && response.delayMs > 0 && <span className="tabular-nums">after {formatMs(response.delayMs)}</span>}
      </header>
      {response ? (
        <pre className="scroll-thin min-h-40 flex-1 overflow-auto p-3 text-xs leading-5 break-words whitespace-pre-wrap">
          <span className="text-faint">HTTP/1.1 </span>
          <StatusCode status={response.status} className="px-1! py-0!" />
          {'\n'}
          {shownHeaders(draft).map(([name, value]) => `${name}: ${value}\n`)}
          <span className="text-faint">{'x-creel-capture: cap_…\n'}</span>
          {'\n'}
          {shownBody(draft)}
        </pre>
      ) : (
        <p className="p-3 text-xs text-muted">Fix the fields to see the preview.</p>
      )}
    </section>
  )
}

/** Includes the content type that the server adds by default, and omits what it does not send. */
function shownHeaders(draft: ReplyDraft): [string, string][] {
  const headers = (checkReply(draft).response?.headers ?? [])
    .filter(([name, value]) => isReplyHeader(name, value))
    .map(([name, value]): [string, string] => [name, value])
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  if (hasType || shownBody(draft) === '') return headers
  return [...headers, ['content-type', draft.body === null ? 'application/json' : 'text/plain; charset=utf-8']]
}

function shownBody({ status, body }: ReplyDraft): string {
  if (['204', '205', '304'].includes(status)) return ''
  return body ?? DEFAULT_BODY
}
