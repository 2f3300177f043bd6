import type { ExportRequest } from './exporter'
import { base64Lines, quotedUtf32 } from './quote'

/** The lines that assign `body`, and the imports they need. */
export function pythonBody({ text, body }: ExportRequest): { imports: string[]; lines: string[] } {
  if (text !== null) return { imports: [], lines: [`body = ${quotedUtf32(text)}.encode()`] }
  return { imports: ['import base64'], lines: ['body = base64.b64decode("""', base64Lines(body), '""")'] }
}
