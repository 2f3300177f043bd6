import { defineCommand } from '../command'
import { EXIT, usageError } from '../exit'
import { SERVER_FLAGS } from '../flags'
import { safeLine } from '../output'
import { openServer, requireKey } from '../server'

export const bins = defineCommand({
  name: 'bins',
  usage: 'bins',
  summary: 'list your bins, newest activity first',
  flags: SERVER_FLAGS,
  async run({ io, out, values, words }) {
    if (words.length > 0) throw usageError(`creel bins takes no "${words[0]}".`)
    const server = await openServer(io, values)
    requireKey(server)
    const { bins } = await server.client.listBins({}, { signal: io.signal })
    out.record({ type: 'ready', url: server.url, count: bins.length })
    for (const bin of bins) {
      out.record({ type: 'bin', ...bin })
      const last = bin.lastCaptureAt ?? 'no request yet'
      out.line([bin.id, safeLine(bin.name ?? '-', 60), String(bin.captureCount), last, bin.captureUrl].join('\t'))
    }
    if (bins.length === 0) out.info('No bins yet. creel listen --to 4000 creates one.')
    return EXIT.done
  },
})
