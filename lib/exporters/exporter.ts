/** One HTTP request, to be written as code for another tool. `exportRequest` creates it. */
export type ExportRequest = {
  method: string
  scheme: 'http' | 'https'
  /** Host and port as in a `Host` header; an IPv6 address in brackets. */
  host: string
  /** The request target in origin form, as on the wire: bytes over 0x7F as latin-1, nothing decoded. */
  target: string
  /** End-to-end headers, names and values unchanged; without `host` and `content-length`, which every tool adds itself. */
  headers: readonly (readonly [name: string, value: string])[]
  body: Uint8Array
  /** The body as text if it is valid UTF-8, otherwise null. */
  text: string | null
  /** False if the request announced no body, in which case no `content-length` must be sent. */
  hasBody: boolean
  /** What is lost with every tool, such as trailers or the rest of a truncated body. */
  notes: readonly string[]
}

/** Code to paste. `notes` say how the request that it sends differs from the captured one; empty: it is exact. */
export type Exported = { text: string; notes: readonly string[] }

export type ExporterKind = 'curl' | 'httpie' | 'fetch' | 'node' | 'python' | 'python-requests' | 'go' | 'powershell' | 'raw-http'

/** Writes a request as code for one tool. Pure, runs in the browser, never throws on a request from `exportRequest`. */
export type Exporter = {
  id: ExporterKind
  label: string
  /** For syntax highlighting. */
  language: 'shell' | 'javascript' | 'python' | 'go' | 'powershell' | 'http'
  write(request: ExportRequest): Exported
}
