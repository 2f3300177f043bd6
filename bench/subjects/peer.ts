import type { Subject } from './subject'

/** Another program, started by the user. Only its answers are known. */
export function peer(name: string, url: string): Subject {
  return {
    key: name,
    title: `${name} (not verified)`,
    async start() {
      const unknown = async () => null
      return { urls: [url], pids: [], databasePids: () => [], storedCount: unknown, stop: async () => ({ diskBytes: null }) }
    },
  }
}
