import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { sendRaw } from '../server/raw-client'
import { type Creel, startCreel } from '../server/start-creel'
import { expectExact, expectVerifiedByOctokit, GITHUB_WEBHOOKS, signedBySdks } from './exact-requests'
import { ODD_REQUESTS, type OddRequest, toWire } from './odd-requests'
import { isReady, startCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

/** Sends requests to a bin followed by `creel listen`. Returns what the target received, in the same order. */
async function through(requests: readonly OddRequest[], bin: StoredBin) {
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await startCli(['listen', bin.id, '--to', `${receiver.port}`, '--json', '--in-order'], {
    env: { CREEL_URL: creel.url, CREEL_KEY: creel.accessKey },
  })
  onTestFinished(async () => {
    cli.ctrlC()
    await cli.ended
  })
  await cli.until(isReady)
  for (const request of requests) {
    const { status } = await sendRaw(creel.port, ...toWire(request, bin.id))
    expect(status, request.name).toBe(200)
  }
  const delivered = () => cli.stdout().split('"type":"delivery"').length - 1
  await cli.until(() => delivered() >= requests.length)
  expect(delivered()).toBe(requests.length)
  return { port: receiver.port, arrived: receiver.requests, records: cli.records() }
}

test('300 GitHub webhooks reach the target byte for byte, and octokit verifies each signature', {
  timeout: 120_000,
}, async () => {
  await expectVerifiedByOctokit(await through(GITHUB_WEBHOOKS, await creel.createBin()))
})

test(`${ODD_REQUESTS.length} odd requests reach the target byte for byte, and trailers are named as dropped`, {
  timeout: 60_000,
}, async () => {
  expect(ODD_REQUESTS.length).toBeGreaterThanOrEqual(60)
  const { records, ...came } = await through(ODD_REQUESTS, await creel.createBin())
  expectExact(ODD_REQUESTS, came)
  const dropped = records.filter(({ trailersDropped }) => trailersDropped !== undefined)
  expect(dropped.map(({ trailersDropped }) => trailersDropped)).toEqual([2])
})

test('the stripe and svix SDKs verify what they signed, with blanks, escapes and big numbers in it', async () => {
  const { requests, expectVerified } = signedBySdks()
  expectVerified(await through(requests, await creel.createBin()))
})
