import { type OwnBin, ownerOf } from './bins'
import { githubWebhooks, type Webhook } from './github-webhooks'
import { listedCaptures, openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

const COUNT = 300
const CONNECTIONS = 6

test(`${COUNT} GitHub webhooks appear as rows without a reload, each with the bytes and headers that were sent`, async ({
  page,
  creel,
  bin,
}) => {
  await openBin(page, bin)
  await page.evaluate(() => Object.assign(window, { notReloaded: true }))
  const sent = await postAll(creel.port, bin, githubWebhooks(COUNT))

  await expect(page.getByRole('heading', { name: 'Requests' }).locator('..')).toContainText(String(COUNT))
  const listed = await listedCaptures(page)
  expect(new Set(listed)).toEqual(new Set(sent.keys()))
  expect(listed.map((id) => Number(id.split('_').at(-1)))).toEqual(Array.from({ length: COUNT }, (_, index) => COUNT - index))
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true)

  const owner = ownerOf(creel.url, bin)
  for (const [id, webhook] of sent) {
    const body = await (await owner.getCaptureBody({ bin: bin.id, capture: id })).arrayBuffer()
    expect(Buffer.from(body).equals(webhook.body), `body of ${webhook.event}`).toBe(true)
    const capture = await owner.getCapture({ bin: bin.id, capture: id })
    expect(capture.headers).toEqual([['Host', `127.0.0.1:${creel.port}`], ...webhook.headers])
  }
})

test('resends one of them to a local receiver with its method, end-to-end headers and exact body', async ({
  page,
  creel,
  bin,
  receiver,
}) => {
  const [webhook] = githubWebhooks(1)
  await postAll(creel.port, bin, [webhook!])
  receiver.answerWith(202, { 'content-type': 'application/json' }, '{"taken":true}')
  await openBin(page, bin)
  await page.getByRole('list', { name: 'Captured requests' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Resend' }).click()
  await page.getByRole('textbox', { name: 'Target' }).fill(`${receiver.url}/hooks?from=creel`)
  await page.getByRole('button', { name: 'Send', exact: true }).click()

  const got = await receiver.next()
  expect(got.method).toBe('POST')
  expect(got.target).toBe('/hooks?from=creel')
  expect(got.body.equals(webhook!.body)).toBe(true)
  const MADE_ANEW = new Set(['host', 'content-length', 'connection'])
  const endToEnd = (headers: readonly (readonly [string, string])[]) =>
    headers.filter(([name]) => !MADE_ANEW.has(name.toLowerCase()))
  expect(endToEnd(pairs(got.rawHeaders))).toEqual(endToEnd(webhook!.headers))
  await expect(page.getByRole('region', { name: 'Resend' })).toContainText('202')
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('taken')
})

/** Posts over several connections; resolves with what was acknowledged, by capture id. */
async function postAll(port: number, bin: OwnBin, webhooks: readonly Webhook[]): Promise<Map<string, Webhook>> {
  const waiting = [...webhooks]
  const sent = new Map<string, Webhook>()
  async function postSome(): Promise<void> {
    const poster = await openPoster(port)
    for (let webhook = waiting.shift(); webhook; webhook = waiting.shift()) {
      const answer = await poster.post(`/in/${bin.id}/github`, webhook)
      expect(answer.status).toBe(200)
      sent.set(answer.header('x-creel-capture')!, webhook)
    }
    poster.close()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, postSome))
  return sent
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, flat[index + 1]!]] : []))
}
