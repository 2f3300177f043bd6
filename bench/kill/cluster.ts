import { type CreelOptions, type CreelProcess, startCreel } from '../creel/creel-process'

/** Creel processes on one database. They can be killed and restarted on the same ports. */
export type Cluster = {
  origins(): string[]
  /** Kills these processes (by default all) with -9 at once. Resolves when they have ended. */
  kill(which?: readonly number[]): Promise<void>
  /** Restarts the killed processes. */
  revive(): Promise<void>
  stop(): Promise<void>
}

export async function startCluster(size: number, options: CreelOptions): Promise<Cluster> {
  const members: CreelProcess[] = []
  for (let i = 0; i < size; i += 1) members.push(await startCreel(options))
  return {
    origins: () => members.map(({ origin }) => origin),
    async kill(which = [...members.keys()]) {
      const killed = which.map((index) => members[index]!.child)
      for (const child of killed) child.kill('SIGKILL')
      await Promise.all(killed.map(({ exited }) => exited))
    },
    async revive() {
      const revived = members.map((member) => (member.child.isRunning() ? member : startCreel({ ...options, port: member.port })))
      members.splice(0, size, ...(await Promise.all(revived)))
    },
    async stop() {
      await Promise.all(members.map(({ child }) => child.stop()))
    },
  }
}
