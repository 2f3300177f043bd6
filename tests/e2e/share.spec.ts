import { makeBin, ownerOf } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

const SECRET = 'swordfish-0123456789'

test.use({ expectedConsoleErrors: /401/ })

test('a share link shows a bin live, without credentials and write controls, until it is revoked', async ({
  page,
  bin,
  creel,
  browser,
}) => {
  const send = (path: string) =>
    fetch(`${creel.url}/in/${bin.id}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` },
      body: JSON.stringify({ apiKey: SECRET, plain: 'visible' }),
    })
  await send('first')
  await openBin(page, bin)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Share the bin…' }).click()
  await page.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.getByLabel('New link, shown only now').inputValue()

  const elsewhere = await browser.newContext()
  const shared = await elsewhere.newPage()
  await shared.goto(link)
  expect(shared.url()).toBe(`${creel.url}/bins/${bin.id}`)
  await expect(shared.getByText('Shared, read-only. Credentials are hidden.')).toBeVisible()
  await send('second')
  await shared.getByRole('link', { name: /second/ }).click()
  await expect(shared.getByText('visible', { exact: false }).first()).toBeVisible()
  await shared.getByRole('tab', { name: /Headers/ }).click()
  await expect(shared.getByText('REDACTED').first()).toBeVisible()
  expect(await shared.content()).not.toContain(SECRET)
  for (const name of ['Resend', 'Delete', 'Pin', 'More for this bin', 'Rename']) {
    await expect(shared.getByRole('button', { name, exact: true })).toHaveCount(0)
  }

  await page.getByRole('button', { name: 'Revoke' }).click()
  await expect(shared.getByRole('heading', { name: 'This link has ended' })).toBeVisible()
  await shared.reload()
  await expect(shared.getByText('It has expired or was revoked', { exact: false })).toBeVisible()
  await elsewhere.close()
})

test('the server-rendered page of a redacted link contains no credential', async ({ creel }) => {
  const response = { status: 200, headers: [['X-Api-Key', SECRET]] as const, body: `{"client_secret":"${SECRET}"}` }
  const bin = await makeBin(creel.url, { name: `password=${SECRET}`, response })
  const owner = ownerOf(creel.url, bin)
  const sent = await fetch(`${creel.url}/in/${bin.id}/hook?token=${SECRET}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}` },
    body: JSON.stringify({ password: SECRET, plain: 'in-plain-sight' }),
  })
  const captured = sent.headers.get('x-creel-capture')!
  await owner.updateCapture({ bin: bin.id, capture: captured, body: { note: `password: ${SECRET}` } })
  const render = async (show: 'everything' | 'redacted') => {
    const { token } = await owner.createShare({ bin: bin.id, body: { show } })
    const headers = { cookie: `creel_share_${bin.id}=${token}` }
    const page = `${creel.url}/bins/${bin.id}?capture=${captured}`
    const answers = await Promise.all([fetch(page, { headers }), fetch(page, { headers: { ...headers, rsc: '1' } })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const texts = await Promise.all(answers.map(async (answer) => [...answer.headers].flat().join() + (await answer.text())))
    for (const text of texts) expect(text).toContain('in-plain-sight')
    return texts.map((text) => text.includes(SECRET))
  }
  expect(await render('everything')).toEqual([true, true])
  expect(await render('redacted')).toEqual([false, false])
})
