import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Config } from '#lib/config'
import { limitSubject } from '#lib/core/limit-subject'
import type { Metrics } from '#lib/metrics'

/** Closes connections beyond the limits as they open: in total, and per address. */
export function limitConnections(server: Server, config: Config, metrics: Metrics): void {
  if (config.limitConnections !== null) server.maxConnections = config.limitConnections
  server.on('drop', () => metrics.refused('connections'))
  const max = config.limitConnectionsPerAddress
  if (max === null) return
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const subject = limitSubject(socket.remoteAddress ?? '')
    const count = (open.get(subject) ?? 0) + 1
    if (count > max) {
      metrics.refused('connections')
      socket.destroy()
      return
    }
    open.set(subject, count)
    socket.once('close', () => {
      const rest = open.get(subject)! - 1
      if (rest === 0) open.delete(subject)
      else open.set(subject, rest)
    })
  })
}
