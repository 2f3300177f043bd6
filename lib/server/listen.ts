import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const BACKLOG = 4_096 // a burst of new connections waits instead of being refused; the system may lower it

/** Resolves when connections are accepted. Rejects with instructions if the port is taken or forbidden. */
export function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(new Error(explain(error, port, host), { cause: error }))
    server.once('error', failed)
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', failed)
      resolve(server.address() as AddressInfo)
    })
  })
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Stop the program that uses it, or choose another port: PORT=${port + 1} npm start`
  }
  if (error.code === 'EACCES') return `This user may not listen on port ${port}. Choose a port above 1023: PORT=3000 npm start`
  if (error.code === 'EADDRNOTAVAIL') return `This machine has no address ${host}. HOST=127.0.0.1 and HOST=0.0.0.0 always work.`
  return `Cannot listen on ${host}:${port}: ${error.message}`
}
