import type { View } from '#lib/formats/format'
import { type ShownBody, type ShowRequest, showBody } from '#lib/formats/show-body'

export const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Shows a body like the page. */
export function show(body: string | Uint8Array, contentType: string | null, rest: Partial<ShowRequest> = {}): Promise<ShownBody> {
  const bytes = typeof body === 'string' ? bytesOf(body) : body
  return showBody({ bytes, contentType, contentEncoding: null, truncated: false, choice: null, unpack: true, ...rest })
}

/** Returns the view. Fails unless it has this shape. */
export function viewOf<S extends View['shape']>(shown: ShownBody, shape: S): Extract<View, { shape: S }> {
  if (shown.view?.shape !== shape) throw new Error(`shown as ${shown.view?.shape ?? shown.failed}, not as ${shape}`)
  return shown.view as Extract<View, { shape: S }>
}
