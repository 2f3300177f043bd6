'use client'

import { decodedUtf8 } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'
import { Captured } from './captured'
import { CopyButton, CopyIconButton } from './copy-button'

/** Names and values with their original order, case and duplicates. */
export function HeadersTable({ headers, trailers = [] }: { headers: RawHeaders; trailers?: RawHeaders }) {
  return (
    <div className="pb-6">
      <PairTable label="Headers" pairs={headers} />
      {trailers.length > 0 && (
        <>
          <h3 className="px-4 pt-5 pb-1 text-xs font-medium text-muted">Trailers</h3>
          <PairTable label="Trailers" pairs={trailers} />
        </>
      )}
      <div className="px-4 pt-3">
        <CopyButton size="sm" variant="ghost" className="-ml-2" label="Copy all" text={headersText([...headers, ...trailers])} />
      </div>
    </div>
  )
}

/** As on the wire, one `Name: value` per line. */
export function headersText(headers: RawHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

/** Two columns; each value can be copied. If there is no room, the value is below its name. */
export function PairTable({ label, pairs }: { label: string; pairs: RawHeaders }) {
  return (
    <table className="block w-full text-xs">
      <caption className="sr-only">{label}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody className="block">
        {pairs.map(([name, value], index) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the order never changes
            key={index}
            className="group relative grid gap-x-4 border-b border-line/60 px-4 py-1.5 last:border-b-0 hover:bg-hover sm:grid-cols-[minmax(7rem,13rem)_minmax(0,1fr)]"
          >
            <th scope="row" className="text-left font-mono font-medium break-words text-muted">
              <Captured text={name} />
            </th>
            <td className="pr-8 font-mono break-all whitespace-pre-wrap text-ink">
              <Captured text={value} />
              <Decoded value={value} />
            </td>
            <td className="absolute top-0.5 right-2">
              <CopyIconButton
                text={value}
                label={`Copy the value of ${name}`}
                className="size-6.5 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Header values are bytes and shown as such. If they are UTF-8, the decoded text is shown below. */
function Decoded({ value }: { value: string }) {
  const text = decodedUtf8(value)
  if (text === null) return null
  return (
    <span className="block font-sans text-muted">
      As UTF-8: <Captured text={text} />
    </span>
  )
}
