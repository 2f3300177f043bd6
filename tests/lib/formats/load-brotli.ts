import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { initSync } from 'brotli-dec-wasm/web'

// A browser fetches the decoder; Node's fetch takes no file.
initSync({ module: readFileSync(fileURLToPath(import.meta.resolve('brotli-dec-wasm/web/bg.wasm'))) })
