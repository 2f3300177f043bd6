import type { Archive } from './archive'
import { mapLazily } from './map-lazily'

/** One capture per line, as the API returns it. Lossless, and can be imported again. */
export const ndjson: Archive = {
  id: 'ndjson',
  label: 'NDJSON',
  extension: 'ndjson',
  contentType: 'application/x-ndjson',
  async *write(steps) {
    for await (const captures of steps) yield mapLazily(captures, (capture) => `${JSON.stringify(capture)}\n`)
  },
}
