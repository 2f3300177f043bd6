import { expect, test } from 'vitest'
import { TargetHealth } from '#lib/forward/target-health'

const NOW = 1_000_000

function aTarget() {
  let now = NOW
  const health = new TargetHealth(
    null,
    () => now,
    () => 0.5,
  )
  const fail = (times: number) => {
    for (let n = 0; n < times; n += 1) health.failed('none', null)
  }
  const passes = (ms: number) => {
    now += ms
  }
  return { health, fail, passes }
}

test('requests that were in flight when the circuit opened do not make its pause longer', () => {
  const { health, fail } = aTarget()
  fail(9)
  expect(health.openUntil).toBeNull()
  fail(1 + 100)
  expect(health.openUntil).toBe(NOW + 2_000)
})

test('each failed probe doubles the pause, to a minute at most', () => {
  const { health, fail, passes } = aTarget()
  fail(10)
  const pauses = [4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
  let at = NOW + 2_000
  passes(2_000)
  for (const pause of pauses) {
    fail(1)
    expect(health.openUntil).toBe(at + pause)
    at += pause
    passes(pause)
  }
  health.succeeded()
  expect(health.isProbing).toBe(false)
})
