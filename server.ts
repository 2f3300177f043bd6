import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { applyBinsFile, readBinsFile, recreateBinsOfFile } from '#lib/api/bins-file'
import { dispatch, methodRefusal } from '#lib/api/dispatch'
import { compose } from '#lib/compose'
import { readConfig } from '#lib/config'
import { programDirectory } from '#lib/program-directory'
import { installRuntime, type Runtime } from '#lib/runtime'
import { createFrontServer } from '#lib/server/front-server'
import { listen } from '#lib/server/listen'
import { loadNextForBuiltPages, loadNextForDevelopment } from '#lib/server/load-next'
import { createMetricsServer } from '#lib/server/metrics-page'
import { PageContext } from '#lib/server/page-context'
import { pageStatus } from '#lib/server/page-status'
import { serveCalls } from '#lib/server/serve-calls'
import { servePages } from '#lib/server/serve-pages'
import { stopOnSignals } from '#lib/server/shutdown'
import { attachSockets } from '#lib/server/sockets'

// Startup: configuration -> adapters -> declared bins -> pages and sockets -> listen. lib/server/front-server.ts shows what happens to a request.

/** Resolves with the address that a browser on this machine can open. */
async function start(dev: boolean): Promise<string> {
  const config = readConfig(process.env)
  const bins = config.binsFile === null ? null : readBinsFile(config.binsFile, process.env)
  const { runtime, close } = await compose(config)
  installRuntime(runtime)
  const stopKeepingBins = bins && recreateBinsOfFile(runtime, bins)
  if (bins) await applyBinsFile(runtime, bins)
  const { pages, closeNext } = await preparePages(runtime, dev)
  const sockets = attachSockets(runtime, pages)
  const front = createFrontServer(runtime, pages, { dev })
  const metricsServer = config.metricsPort === null ? null : createMetricsServer(runtime.metrics)
  stopOnSignals(
    {
      front,
      closeSockets: async () => void (await sockets.close()),
      closeRest: async () => {
        stopKeepingBins?.()
        metricsServer?.close()
        await closeNext()
        await close()
      },
    },
    runtime.log,
  )
  if (metricsServer) await listen(metricsServer, config.metricsPort!, config.host)
  const { port } = await listen(front.server, config.port, config.host)
  const address = config.origin ?? `http://${shownHost(config.host)}:${port}`
  console.log(`Creel is ready: ${address}`)
  return address
}

/** A server that does not listen: the front server passes it everything that is not a capture. */
async function preparePages(rt: Runtime, dev: boolean): Promise<{ pages: Server; closeNext(): Promise<void> }> {
  const { config, log } = rt
  const hotReload = createServer() // Next adds its upgrade listener here, so that it and socket.io do not both answer a socket
  const dir = programDirectory()
  if (!dev && !existsSync(join(dir, '.next/BUILD_ID')))
    throw new Error(`There are no built pages in ${dir}. Run "npm run build" there.`)
  const context = new PageContext()
  context.install()
  const next = dev ? loadNextForDevelopment(dir) : loadNextForBuiltPages(dir, process.env)
  const app = next({ dev, dir, hostname: config.host, port: config.port, httpServer: hotReload })
  await app.prepare()
  const handle = app.getRequestHandler()
  const statusOf = (req: IncomingMessage) => pageStatus(rt, req)
  const pages = createServer(serveCalls({ dispatch, methodRefusal }, servePages({ handle, statusOf }, log, context), log))
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

/** Where this process serves, once it is ready: bin/creel.mjs offers to open it. */
export const address = await start(process.argv.includes('--dev')).catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
