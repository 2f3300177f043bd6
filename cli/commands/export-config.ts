import { namedVariables } from '#lib/core/declared/placeholders'
import { defineCommand } from '../command'
import { EXIT, usageError } from '../exit'
import { SERVER_FLAGS } from '../flags'
import { binId, isOnServer, openServer, requireKey } from '../server'

export const exportConfig = defineCommand({
  name: 'export-config',
  usage: 'export-config [BIN…]',
  summary: 'print bins as a file for creel apply and CREEL_BINS',
  flags: SERVER_FLAGS,
  notes:
    'Without BIN, all bins of your access key. The output has no secrets: stderr names the environment variables that replace them.',
  async run({ io, out, values, words }) {
    const server = await openServer(io, values, words[0])
    const elsewhere = words.find((word) => !isOnServer(word, server))
    if (elsewhere !== undefined) throw usageError(`"${elsewhere}" is not on ${server.url}. Name bins of one server.`)
    const ids = words.map((word) => binId(word, server))
    requireKey(server)
    const file = await server.client.exportBins(ids.length > 0 ? { bins: ids.join(',') } : {}, { signal: io.signal })
    out.record({ type: 'ready', url: server.url, count: file.bins.length })
    for (const bin of file.bins) out.record({ type: 'bin', ...bin })
    if (!out.json) out.value(JSON.stringify(file, null, 2))
    for (const [name, path] of namedVariables(file)) out.info(`Set ${name} before you apply it. It is the value of ${path}.`)
    return EXIT.done
  },
})
