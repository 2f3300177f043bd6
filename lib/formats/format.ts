import type { ContentType } from '#lib/core/content-type'
import type { Multipart } from './multipart-parts'
import type { Table } from './table'
import type { TextBlock } from './text-block'
import type { Tree } from './tree'

/** The input of a format: the bytes after the content codings are removed. */
export type Body = {
  bytes: Uint8Array
  contentType: ContentType
  /** Why the end is missing; null: the body is complete. In a cut body, an error at the end is no fault of the sender's format. */
  cut: Cut | null
}

/** Who cut a body: Creel when it captured it, the sender's packed data, or this page's limit on unpacking. */
export type Cut = 'capture' | 'sender' | 'unpacking'

const CUTS: Record<Cut, string> = {
  capture: 'Only the first part of the body was captured',
  sender: "The sender's compressed data is incomplete or damaged",
  unpacking: 'Decompression stopped at a limit',
}

/** A note about the missing end, if it is missing. */
export function cutNotes(cut: Cut | null, consequence: string): string[] {
  return cut === null ? [] : [`${CUTS[cut]}: ${consequence}.`]
}

/** A body as a format shows it. Plain data and typed arrays only, because the worker posts it to the page. */
export type View =
  | { shape: 'tree'; tree: Tree }
  | { shape: 'text'; text: TextBlock; pretty: TextBlock | null }
  | { shape: 'html'; source: TextBlock }
  | { shape: 'table'; table: Table }
  | { shape: 'parts'; multipart: Multipart }
  | { shape: 'graphql'; query: TextBlock; operationName: string | null; variables: Tree | null }
  | { shape: 'jwt'; header: Tree; claims: Tree; signature: string; times: readonly JwtTime[] }
  | { shape: 'image'; mediaType: string }
  | { shape: 'pdf' }
  | { shape: 'hex' }

/** A claim that holds a time. `unixSeconds` may have a fraction (RFC 7519 section 2, NumericDate). */
export type JwtTime = { claim: string; unixSeconds: number }

/** `notes` tell the reader what is odd about the body, not what the format did. */
export type Viewed = { view: View; notes: readonly string[] }

/** Why this format cannot show the body, as the end of the sentence "cannot be shown as X: …". */
export type Failure = { failed: string }

/** Called from time to time with how much of the work is done. */
export type Progress = (done: number, total: number) => void

/** One way to show a body. Pure and stateless. */
export type Format = {
  /** 0: certainly not. 100: certainly. Looks only at the media type and the first bytes, so that asking every format is cheap. */
  guess(body: Body): number
  /** Never throws, whatever the bytes. */
  view(body: Body, progress: Progress): Viewed | Failure
}

export const noProgress: Progress = () => {}
