import { request } from 'node:http'
import type { OwnBin } from '../creel/creel-api'

export type Download = { pieces: Buffer[]; seconds: number }

/** Reads a whole export as fast as it arrives, without parsing it meanwhile. @throws if it breaks off or is refused */
export function downloadExport(origin: string, bin: OwnBin, query: string): Promise<Download> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${bin.accessKey}` }
    const sent = request(`${origin}/api/v1/bins/${bin.id}/export?${query}`, { headers, agent: false }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ pieces, seconds: (performance.now() - startedAt) / 1000 })
        else reject(new Error(`The export was answered ${response.statusCode}: ${Buffer.concat(pieces).subarray(0, 500)}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}
