import { openBin } from './inspector'
import { openPoster, type RawPost } from './post-raw'
import { expect, test } from './test'

type Sent = { headers?: [string, string][]; body: object; list: string; detail: string[] | null }

const SENT: Sent[] = [
  {
    headers: [
      ['X-GitHub-Event', 'issues'],
      ['X-GitHub-Delivery', 'd1'],
    ],
    body: { action: 'opened', repository: { full_name: 'octo/repo' }, sender: { login: 'ada' } },
    list: 'issues.opened GitHub',
    detail: ['issues.opened', 'octo/repo, by ada'],
  },
  {
    headers: [
      ['ce-specversion', '1.0'],
      ['ce-type', 'com.example.made'],
      ['ce-source', '/here'],
      ['ce-id', '1'],
    ],
    body: {},
    list: 'com.example.made CloudEvents',
    detail: ['com.example.made', '/here'],
  },
  {
    headers: [['WorkOS-Signature', 't=1, v1=0']],
    body: { id: 'event_1', event: 'user.created', data: { email: 'ada@example.com', id: 'user_1' } },
    list: 'user.created WorkOS',
    detail: ['user.created', 'ada@example.com user_1'],
  },
  {
    body: {
      eventType: 'com.okta.event_hook',
      eventId: 'e',
      data: { events: [{ eventType: 'user.session.start', displayMessage: 'Login' }] },
    },
    list: 'user.session.start Okta',
    detail: ['user.session.start', 'Login'],
  },
  { body: { type: 'order.created', hello: 'server' }, list: 'order.created', detail: ['order.created'] },
  { headers: [['X-Event-Key', 'mine']], body: { hello: 'server' }, list: 'json', detail: null },
]

function request({ headers = [], body }: Pick<Sent, 'headers' | 'body'>): RawPost {
  const bytes = Buffer.from(JSON.stringify(body))
  return { headers: [['Content-Type', 'application/json'], ['Content-Length', String(bytes.length)], ...headers], body: bytes }
}

test('the list and the open request show sender and event, from headers and body', async ({ page, bin, creel }) => {
  const poster = await openPoster(creel.port)
  for (const sent of SENT) expect((await poster.post(`/in/${bin.id}`, request(sent))).status).toBe(200)
  poster.close()
  await openBin(page, bin)
  for (const [i, { list, detail }] of SENT.entries()) {
    const row = page.locator(`[data-capture$="_${i + 1}"]`)
    await expect(row).toContainText(list)
    await row.click()
    const article = page.getByRole('article', { name: `Request #${i + 1}` })
    if (detail === null) await expect(article.getByRole('treeitem', { name: /"hello"/ })).toBeVisible()
    else for (const words of detail) await expect(article.getByText(words, { exact: true }).first()).toBeVisible()
  }
})

test('hostile headers do not break a row: long, right-to-left, with markup', async ({ page, bin, creel }) => {
  const poster = await openPoster(creel.port)
  const hostile = ['<img src=x onerror=alert(1)>', `${'long '.repeat(2000)}end`, '\u00e2\u0080\u00aegnp.exe']
  for (const event of hostile) {
    expect((await poster.post(`/in/${bin.id}`, request({ headers: [['X-GitHub-Event', event]], body: {} }))).status).toBe(200)
  }
  poster.close()
  await openBin(page, bin)
  for (let seq = 1; seq <= hostile.length; seq++) {
    const row = page.locator(`[data-capture$="_${seq}"]`)
    await expect(row).toContainText('GitHub')
    expect((await row.boundingBox())!.height).toBeLessThan(60)
    await row.click()
    const article = page.getByRole('article', { name: `Request #${seq}` })
    await expect(article.getByText('GitHub', { exact: true })).toBeVisible()
    expect(await article.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
  }
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
})
