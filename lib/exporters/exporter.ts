/** One HTTP request to be written down in another tool's words. Made by `exportRequest`. */
export type ExportRequest = {
  method: string
  scheme: 'http' | 'https'
  /** Host and port as in a `Host` header; an IPv6 address in brackets. */
  host: string
  /** The request target in origin form, as on the wire: bytes over 0x7F as latin-1, nothing decoded. */
  target: string
  /** End-to-end headers, names and values untouched; without `host` and `content-length`, which every tool makes anew. */
  headers: readonly (readonly [name: string, value: string])[]
  body: Uint8Array
  /** The body as text where it is valid UTF-8, else null. */
  text: string | null
  /** False where no body was announced, so that no `content-length` is to be sent. */
  hasBody: boolean
  /** What is lost whatever the tool: a cut body, trailers. */
  notes: readonly string[]
}

/** What one can paste. `notes` say where the tool sends something else than what was captured; empty: it is exact. */
export type Exported = { text: string; notes: readonly string[] }

export type ExporterKind = 'curl' | 'httpie' | 'fetch' | 'node' | 'python' | 'python-requests' | 'go' | 'powershell' | 'raw-http'

/** Writes a request for one tool. Pure, runs in the browser; never throws on a request that `exportRequest` made. */
export type Exporter = {
  id: ExporterKind
  label: string
  /** For highlighting. */
  language: 'shell' | 'javascript' | 'python' | 'go' | 'powershell' | 'http'
  write(request: ExportRequest): Exported
}
