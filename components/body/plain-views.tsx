'use client'

import { useMemo } from 'react'
import { hexLines } from './hex-lines'
import type { JsonToken } from './json-tokens'

const PRE = 'px-4 py-3 font-mono text-xs leading-[1.6]'

const COLOURS: Record<JsonToken['kind'], string | undefined> = {
  key: 'text-code-key',
  string: 'text-code-string',
  number: 'text-code-number',
  literal: 'text-code-literal',
  mark: 'text-code-mark',
  space: undefined,
}

export function JsonText({ tokens }: { tokens: readonly JsonToken[] }) {
  return (
    <pre className={`${PRE} break-words whitespace-pre-wrap`}>
      {tokens.map(({ kind, text }, index) =>
        kind === 'space' ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
          <span key={index} className={COLOURS[kind]}>
            {text}
          </span>
        ),
      )}
    </pre>
  )
}

export function PlainText({ text }: { text: string }) {
  return <pre className={`${PRE} break-words whitespace-pre-wrap text-ink`}>{text}</pre>
}

const HEX_BYTES_MAX = 65_536

/** Offset, bytes and ASCII of the first 64 KB. */
export function HexText({ bytes }: { bytes: Uint8Array }) {
  const lines = useMemo(() => hexLines(bytes.subarray(0, HEX_BYTES_MAX)), [bytes])
  return (
    <>
      <pre className={`${PRE} w-max`}>
        {lines.map(({ offset, hex, ascii }) => (
          <div key={offset}>
            <span className="text-faint">{offset}</span>
            {'  '}
            <span className="text-ink">{hex}</span>
            {'  '}
            <span className="text-code-string">{ascii}</span>
          </div>
        ))}
      </pre>
      {bytes.length > HEX_BYTES_MAX && (
        <p className="px-4 pb-4 text-xs text-muted">The first 64 KB. The download has all of it.</p>
      )}
    </>
  )
}
