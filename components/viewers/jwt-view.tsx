'use client'

import { useState } from 'react'
import type { JwtTime, View } from '#lib/formats/format'
import { relativeTime, timeText } from '#lib/formats/unix-time'
import TreeView from './tree-view'

const CLAIMS: Record<string, string> = {
  iat: 'Issued',
  nbf: 'Valid from',
  exp: 'Expires',
  auth_time: 'Signed in',
  updated_at: 'Updated',
  toe: 'Happened',
}

/** A token's header and claims, and its times in words. */
export default function JwtView({ token, fill }: { token: Extract<View, { shape: 'jwt' }>; fill: boolean }) {
  const [nowSeconds] = useState(() => Date.now() / 1000)
  return (
    <div className={fill ? 'min-h-0 flex-1 scroll-thin overflow-auto' : undefined}>
      {token.times.length > 0 && (
        <ul aria-label="Times" className="px-4 pb-2 text-xs text-muted">
          {token.times.map((time) => (
            <li key={time.claim}>{timeLine(time, nowSeconds)}</li>
          ))}
        </ul>
      )}
      <Piece title="Header">
        <TreeView tree={token.header} fill={false} />
      </Piece>
      <Piece title="Claims">
        <TreeView tree={token.claims} fill={false} />
      </Piece>
      <Piece title="Signature">
        <p className="px-4 font-mono text-xs break-all text-faint">{token.signature === '' ? 'none' : token.signature}</p>
      </Piece>
    </div>
  )
}

function Piece({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="pb-2">
      <h3 className="px-4 pb-1 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  )
}

/** `Expired 3 hours ago, at 2026-11-24 16:00:00.000 UTC (exp)`. */
function timeLine({ claim, unixSeconds }: JwtTime, nowSeconds: number): string {
  const name = claim === 'exp' && unixSeconds < nowSeconds ? 'Expired' : (CLAIMS[claim] ?? claim)
  const relative = relativeTime(unixSeconds, nowSeconds)
  return relative === null ? `${name}: no date (${claim})` : `${name} ${relative}, at ${timeText(unixSeconds)} (${claim})`
}
