import type { Archive } from './archive'

/** One capture a line, as the API shows it: loses nothing, and can be imported again. */
export const ndjson: Archive = {
  id: 'ndjson',
  label: 'NDJSON',
  extension: 'ndjson',
  contentType: 'application/x-ndjson',
  async *write(captures) {
    const encoder = new TextEncoder()
    for await (const capture of captures) yield encoder.encode(`${JSON.stringify(capture)}\n`)
  },
}
