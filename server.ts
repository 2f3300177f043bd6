import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import next from 'next'
import { compose } from '#lib/compose'
import { type Config, readConfig } from '#lib/config'
import { installRuntime } from '#lib/runtime'
import { createFrontServer } from '#lib/server/front-server'
import { listen } from '#lib/server/listen'
import { createMetricsServer } from '#lib/server/metrics-page'
import { stopOnSignals } from '#lib/server/shutdown'
import { attachSockets } from '#lib/server/sockets'

// The way of the start: configuration -> adapters -> pages and sockets -> listen. What a request meets is in lib/server/front-server.ts.

async function start(config: Config, dev: boolean): Promise<void> {
  const { runtime, close } = await compose(config)
  installRuntime(runtime)
  const { pages, closeNext } = await preparePages(config, dev)
  const sockets = attachSockets(runtime, pages)
  const front = createFrontServer(runtime, pages, { dev })
  const metricsServer = config.metricsPort === null ? null : createMetricsServer(runtime.metrics)
  stopOnSignals(
    {
      front,
      closeSockets: async () => void (await sockets.close()),
      closeRest: async () => {
        metricsServer?.close()
        await closeNext()
        await close()
      },
    },
    runtime.log,
  )
  if (metricsServer) await listen(metricsServer, config.metricsPort!, config.host)
  const { port } = await listen(front.server, config.port, config.host)
  console.log(`Creel is ready: ${config.origin ?? `http://${shownHost(config.host)}:${port}`}`)
}

/** A server that does not listen: the front server hands it what is not a capture. */
async function preparePages(config: Config, dev: boolean): Promise<{ pages: Server; closeNext(): Promise<void> }> {
  const hotReload = createServer() // Next puts its upgrade listener here, so that socket.io and it do not answer the same socket
  const app = next({ dev, dir: process.cwd(), hostname: config.host, port: config.port, httpServer: hotReload })
  await app.prepare()
  const handle = app.getRequestHandler()
  const pages = createServer((req, res) => void handle(req, res))
  if (dev) {
    pages.prependListener('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
      if (req.url!.startsWith('/_next/')) hotReload.emit('upgrade', req, socket, head)
    })
  }
  return { pages, closeNext: () => app.close() }
}

/** An address that a browser on this machine can open. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

try {
  await start(readConfig(process.env), process.argv.includes('--dev'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
