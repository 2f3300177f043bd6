import { call, createWatchedBin, pause, pick, post, RULES, type Scenario, seqOf, type WatchedBin } from './scenario'

/** Posts to these bins until the run ends. */
export async function postCaptures(
  scenario: Scenario,
  bins: readonly WatchedBin[],
  bytes: number,
  everyMs: number,
): Promise<void> {
  while (scenario.isRunning()) {
    const bin = pick(bins)
    const startedAt = performance.now()
    const seq = await post(scenario, bin.id, bytes)
    const idleSeconds = Math.round((performance.now() - bin.postedAt) / 1000)
    if (seq === 'bin gone')
      scenario.failures.push(`a bin in use was answered 404, ${idleSeconds} s after its last capture was sent`)
    else if (seq !== null) {
      bin.acknowledged.add(seq)
      bin.postedAt = startedAt
    }
    await pause(everyMs * (0.5 + Math.random()))
  }
}

/** Empties bins. Captures acknowledged before the call may be deleted; captures acknowledged after its answer may not. */
export async function clearBins(scenario: Scenario, bins: readonly WatchedBin[]): Promise<void> {
  while (scenario.isRunning()) {
    await pause(300 + Math.random() * 700)
    const bin = pick(bins)
    const before = [...bin.acknowledged]
    // A capture acknowledged during the call may or may not be deleted; the audit reads which.
    const { status } = await call(scenario, bin, 'DELETE', '/captures')
    if (status !== 204) scenario.failures.push(`emptying a bin was answered ${status}`)
    for (const seq of before) bin.acknowledged.delete(seq)
    scenario.counts.emptied += 1
  }
}

type Listed = { captures: { id: string; pinned: boolean }[] }

/** Resends, pins, unpins, annotates and deletes captures of these bins. Calls on captures deleted meanwhile get a 404. */
export async function editCaptures(scenario: Scenario, bins: readonly WatchedBin[], target: string): Promise<void> {
  while (scenario.isRunning()) {
    const bin = pick(bins)
    const listed = (await call(scenario, bin, 'GET', '/captures?limit=50')).json as Listed
    if (listed.captures?.length) await editOne(scenario, bin, pick(listed.captures), target)
    await pause(20)
  }
}

async function editOne(
  scenario: Scenario,
  bin: WatchedBin,
  { id, pinned }: Listed['captures'][number],
  target: string,
): Promise<void> {
  const path = `/captures/${id}`
  const dice = Math.random()
  const expected = (status: number, allowed: readonly number[]) => {
    if (!allowed.includes(status)) scenario.failures.push(`a change of a capture was answered ${status}`)
  }
  if (dice < 0.5) {
    for (let i = 0; i < 8; i += 1)
      expected((await call(scenario, bin, 'POST', `${path}/resend`, { url: target })).status, [200, 404])
    scenario.counts.resent += 8
  } else if (dice < 0.9) {
    const patch = { pinned: !pinned, note: 'n'.repeat(Math.floor(Math.random() * 50)) }
    expected((await call(scenario, bin, 'PATCH', path, patch)).status, [200, 404, 409])
  } else {
    bin.acknowledged.delete(seqOf(id))
    expected((await call(scenario, bin, 'DELETE', path)).status, [204, 404])
  }
  scenario.counts.edited += 1
}

/** Posts to a bin at about the time it expires. Either the capture is refused with 404, or it is kept and the bin lives on. */
export async function postAtExpiry(scenario: Scenario): Promise<void> {
  let last = performance.now()
  let bin = await createWatchedBin(scenario)
  while (scenario.isRunning()) {
    await pause(Math.max(0, last + RULES.ttlSeconds * 1000 - performance.now() + (Math.random() - 0.5) * 6_000))
    if (!scenario.isRunning()) return
    const startedAt = performance.now() // the bin's lifetime starts here or later
    const seq = await post(scenario, bin.id, 500)
    if (seq === null) continue
    if (seq === 'bin gone') {
      if (performance.now() - last < RULES.ttlSeconds * 1000 - 50) scenario.failures.push('a bin was expired before its time')
      scenario.counts.expired += 1
      last = performance.now()
      bin = await createWatchedBin(scenario)
      continue
    }
    last = startedAt
    scenario.counts['kept alive'] += 1
    for (let look = 0; look < 4; look += 1) {
      const { status, json } = await call(scenario, bin, 'GET', '/captures?limit=1')
      if (performance.now() - last > RULES.ttlSeconds * 1000 - 1_000) break
      if (status !== 200 || seqOf((json as Listed).captures[0]?.id ?? '_0') !== seq)
        scenario.failures.push(`LOST: a capture acknowledged as its bin expired (GET answered ${status})`)
      await pause(2_000)
    }
  }
}
