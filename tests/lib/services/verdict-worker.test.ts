import { expect, test } from 'vitest'
import { startVerdictWorker, type VerdictWorkerPorts } from '#lib/services/signatures/verdict-worker'

/** How often the writer was asked for idle time before a range was claimed. It is idle after `idleAfter` times. */
async function idleChecks(idleAfter: number): Promise<number> {
  let asked = 0
  let claimed = () => {}
  const firstClaim = new Promise<void>((resolve) => {
    claimed = resolve
  })
  const store = {
    async claimUnjudged() {
      claimed()
      return null
    },
  }
  const isIdle = () => {
    asked += 1
    return asked > idleAfter
  }
  const work = startVerdictWorker({ store, isIdle, now: Date.now } as unknown as VerdictWorkerPorts)
  await firstClaim
  await work.stop()
  return asked
}

test('checks stored captures while arriving ones leave time for it', async () => {
  expect(await idleChecks(0)).toBe(1)
  expect(await idleChecks(3)).toBe(4)
})

test('makes one step per second even if they never do', async () => {
  expect(await idleChecks(Number.POSITIVE_INFINITY)).toBe(11)
})
