import { allCaptures, makeBin } from './bins'
import { startCreel } from './creel-process'
import { githubWebhooks, type Webhook } from './github-webhooks'
import { expectLive, listedCaptures, openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

const BEFORE_THE_KILL = 100
const CONNECTIONS = 8

test.use({
  baseURL: '', // the test starts its own server, so it does not need the worker's
  expectedConsoleErrors: /WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ChunkLoadError/,
})

test('after kill -9 during requests and a restart, every acknowledged capture exists and the open page shows it', async ({
  page,
  context,
}) => {
  const creel = await startCreel()
  try {
    const bin = await makeBin(creel.url)
    const cookies = { creel_key: bin.accessKey, creel_retries: 'apart' } // ungrouped, because the same webhooks are sent repeatedly
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: creel.url })))
    await openBin(page, bin, creel.url)
    const posting = postUntilItDies(creel.port, bin.id)
    await posting.acknowledgedCount(BEFORE_THE_KILL)
    await creel.kill()
    const acknowledged = await posting.ended
    await expect(page.getByRole('status').filter({ hasText: 'Offline since' })).toBeVisible()

    await creel.start()
    const captures = await allCaptures(creel.url, bin)
    const bodies = new Map(captures.map(({ id, body }) => [id, body.data]))
    expect(acknowledged.size).toBeGreaterThanOrEqual(BEFORE_THE_KILL)
    for (const [id, webhook] of acknowledged) expect(bodies.get(id), id).toBe(webhook.body.toString())
    expect(captures.map(({ seq }) => seq)).toEqual(captures.map((_, index) => index + 1))

    await expectLive(page)
    expect(await listedCaptures(page)).toEqual(captures.map(({ id }) => id).reverse())
  } finally {
    await creel.remove()
  }
})

/** Posts continuously over several connections until the server is gone. */
function postUntilItDies(port: number, binId: string) {
  const webhooks = githubWebhooks(200)
  const acknowledged = new Map<string, Webhook>()
  let wake = () => {}

  async function postOn(): Promise<void> {
    const poster = await openPoster(port)
    try {
      for (let sent = 0; ; sent++) {
        const webhook = webhooks[sent % webhooks.length]!
        const answer = await poster.post(`/in/${binId}`, webhook)
        if (answer.status === 200) acknowledged.set(answer.header('x-creel-capture')!, webhook)
        wake()
      }
    } catch {
      poster.close() // the server is gone
    }
  }

  return {
    ended: Promise.all(Array.from({ length: CONNECTIONS }, postOn)).then(() => acknowledged),
    async acknowledgedCount(count: number): Promise<void> {
      while (acknowledged.size < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
