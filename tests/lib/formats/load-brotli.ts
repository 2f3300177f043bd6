import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { initSync } from 'brotli-dec-wasm/web'

// A browser fetches the decoder, but Node's fetch does not support files.
initSync({ module: readFileSync(fileURLToPath(import.meta.resolve('brotli-dec-wasm/web/bg.wasm'))) })
