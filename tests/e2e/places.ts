import { type BrowserContext, expect, type Page } from '@playwright/test'
import { makeBin, type OwnBin } from './bins'
import { sendSamples } from './sample-requests'

/** What the places are looked at in: a server with a full bin and an empty one. */
export type World = {
  url: string
  full: OwnBin
  empty: OwnBin
  /** Ids of the captures of `full`, by the name of the sample. */
  ids: Record<string, string>
  /** Links to `full`. */
  links: { everything: string; redacted: string }
}

export type Place = {
  name: string
  /** Who looks; the owner where nothing is said. */
  as?: 'owner' | 'nobody' | 'other'
  /** Brings the page there and resolves once it is all there. */
  open: (page: Page, world: World) => Promise<unknown>
}

export async function makeWorld(url: string): Promise<World> {
  const full = await makeBin(url, { name: 'Shop, staging' })
  const ids = await sendSamples(full.captureUrl)
  const asOwner = { authorization: `Bearer ${full.accessKey}`, 'content-type': 'application/json' }
  const call = async (path: string, body: object, method = 'POST') => {
    const init = { method, headers: asOwner, body: JSON.stringify(body) }
    return (await fetch(`${url}/api/v1/bins${path}`, init)).json() as Promise<OwnBin & { url: string }>
  }
  const empty = await call('', { name: 'New integration' })
  const linkOf = async (show: string) => (await call(`/${full.id}/shares`, { show, ttlSeconds: 3600 })).url
  const links = { everything: await linkOf('everything'), redacted: await linkOf('redacted') }
  await call(`/${full.id}/captures/${ids.shopify}`, { pinned: true }, 'PATCH')
  return { url, full, ids, empty, links }
}

/** The browser becomes who looks at the place. */
export async function become(context: BrowserContext, { url, full }: World, as: Place['as'] = 'owner'): Promise<void> {
  await context.clearCookies()
  if (as === 'nobody') return
  const accessKey = as === 'owner' ? full.accessKey : (await makeBin(url)).accessKey
  await context.addCookies([{ name: 'creel_key', value: accessKey, url, httpOnly: true, sameSite: 'Lax' }])
}

/** Every page and everything that can lie over one. */
export const PLACES: readonly Place[] = [
  { name: 'home without bins', as: 'nobody', open: (page) => page.goto('/') },
  { name: 'home', open: (page) => page.goto('/') },
  {
    name: 'home, key form',
    open: async (page) => {
      await page.goto('/')
      await page.getByText('Use another access key').click()
    },
  },
  {
    name: 'home, sign out?',
    open: async (page) => {
      await page.goto('/')
      await page.getByRole('button', { name: 'Sign out' }).click()
    },
  },
  {
    name: 'home, theme menu',
    open: async (page) => {
      await page.goto('/')
      await page.getByRole('button', { name: 'Theme' }).click()
    },
  },
  { name: 'home, new key', as: 'nobody', open: makeFirstBin },
  { name: 'empty bin', open: (page, { empty }) => openLive(page, `/bins/${empty.id}`) },
  { name: 'bin', open: openFull },
  {
    name: 'bin, name in change',
    open: async (page, world) => {
      await openFull(page, world)
      await page.getByTitle('Rename').click()
    },
  },
  { name: 'bin menu', open: openBinMenu },
  { name: 'filter with suggestions', open: openSuggestions },
  {
    name: 'filter with a fault',
    open: (page, world) => openLive(page, `/bins/${world.full.id}?q=${encodeURIComponent('size:>big')}`),
  },
  { name: 'filter without a match', open: openNoMatch },
  { name: 'picked ones', open: openPicked },
  { name: 'retries, unfolded', open: openRetries },
  ...[
    'pull',
    'broken',
    'csv',
    'xml',
    'html',
    'text',
    'ndjson',
    'graphql',
    'binary',
    'pdf',
    'image',
    'gzip',
    'jwt',
    'multipart',
    'empty',
    'slack',
    'shopify',
  ].map(body),
  ...['Headers', 'Query', 'Deliveries', 'Overview'].map(tab),
  { name: 'viewer menu', open: openViewerMenu },
  { name: 'copy menu', open: openCopyMenu },
  { name: 'capture that is gone', open: openGone },
  { name: 'resend', open: (page, world) => openResend(page, world) },
  { name: 'resend with an answer', open: openAnswer },
  { name: 'saved targets', open: openTargets },
  { name: 'a saved target', open: openTarget },
  { name: 'resend several', open: openSequence },
  dialog('reply', 'e'),
  dialog('keys', '?'),
  dialog('compare', 'v'),
  dialog('palette', 'Control+k'),
  { name: 'share dialog', open: openShare },
  { name: 'types dialog', open: (page, world) => openFromPalette(page, world, 'Type of this kind') },
  { name: 'clear?', open: (page, world) => openFromPalette(page, world, 'Clear all') },
  { name: 'delete the bin?', open: (page, world) => openFromPalette(page, world, 'Delete the bin') },
  { name: 'a toast', open: openToast },
  { name: 'shared bin', as: 'nobody', open: (page, { links }) => openLive(page, links.everything) },
  { name: 'shared capture, credentials hidden', as: 'nobody', open: openRedacted },
  { name: '401', as: 'nobody', open: (page, { full }) => page.goto(`/bins/${full.id}`) },
  { name: '403', as: 'other', open: (page, { full }) => page.goto(`/bins/${full.id}`) },
  { name: '404', open: (page) => page.goto('/bins/nope') },
  // The last one, as the browser remembers it.
  { name: 'as hex', open: (page, world) => openViewer(page, world, 'Hex') },
]

const rows = (page: Page) => page.getByRole('list', { name: 'Captured requests' }).getByRole('link')

async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor()
}

async function openFull(page: Page, { full }: World): Promise<void> {
  await openLive(page, `/bins/${full.id}`)
  await rows(page).first().waitFor()
  await page.getByRole('slider', { name: /^Timeline/ }).waitFor()
}

async function openCapture(page: Page, { full, ids }: World, name: string): Promise<void> {
  await openLive(page, `/bins/${full.id}?capture=${ids[name]}`)
  await page.getByRole('article').waitFor()
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
}

function body(name: string): Place {
  return { name: `body: ${name}`, open: (page, world) => openCapture(page, world, name) }
}

function tab(name: string): Place {
  const open: Place['open'] = async (page, world) => {
    await openCapture(page, world, name === 'Query' ? 'health' : 'pull')
    await page.getByRole('tab', { name }).click()
  }
  return { name: `tab: ${name}`, open }
}

function dialog(name: string, key: string): Place {
  const open: Place['open'] = async (page, world) => {
    await openCapture(page, world, 'again')
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
  }
  return { name, open }
}

async function makeFirstBin(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Make a bin' }).click()
  await page.getByRole('dialog').waitFor()
  await page.waitForURL(/\/bins\//)
}

async function openBinMenu(page: Page, world: World): Promise<void> {
  await openFull(page, world)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page
    .getByRole('menuitem', { name: /Save all|HAR/ })
    .first()
    .waitFor()
}

async function openSuggestions(page: Page, world: World): Promise<void> {
  await openFull(page, world)
  await page.getByRole('combobox', { name: 'Filter' }).fill('pro')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
}

async function openNoMatch(page: Page, { full }: World): Promise<void> {
  await openLive(page, `/bins/${full.id}?q=path:/nowhere`)
  await page.getByText('Nothing matches the filter').waitFor()
}

async function openPicked(page: Page, world: World): Promise<void> {
  await openFull(page, world)
  const boxes = page.getByRole('checkbox', { name: /Pick #/ })
  await boxes.nth(0).check({ force: true })
  await boxes.nth(2).check({ force: true })
  await page.getByRole('toolbar', { name: 'Picked requests' }).waitFor()
}

async function openRetries(page: Page, world: World): Promise<void> {
  await openFull(page, world)
  await page.getByRole('button', { name: '2 attempts' }).click()
  await page.getByText('attempt 1').waitFor()
}

async function openViewerMenu(page: Page, world: World): Promise<void> {
  await openCapture(page, world, 'shopify')
  await page.getByRole('button', { name: /^Shown as/ }).click()
  await page.getByRole('menuitem').first().waitFor()
}

async function openViewer(page: Page, world: World, label: string): Promise<void> {
  await openViewerMenu(page, world)
  await page.getByRole('menuitem', { name: label, exact: true }).click()
  await page.getByRole('button', { name: `Shown as ${label}` }).waitFor()
}

async function openCopyMenu(page: Page, world: World): Promise<void> {
  await openCapture(page, world, 'shopify')
  await page.getByRole('button', { name: 'Copy as…' }).click()
  await page.getByRole('menuitem', { name: 'curl' }).waitFor()
}

async function openGone(page: Page, { full }: World): Promise<void> {
  await openLive(page, `/bins/${full.id}?capture=cap_gone_1`)
  await page.getByText('not here', { exact: false }).waitFor()
}

async function openResend(page: Page, world: World): Promise<void> {
  await openCapture(page, world, 'shopify')
  await page.getByRole('button', { name: 'Resend' }).first().click()
  await page.getByRole('textbox', { name: 'Target' }).waitFor()
}

/** The answer of this very server to something that is not there. */
async function openAnswer(page: Page, world: World): Promise<void> {
  await openResend(page, world)
  await page.getByRole('textbox', { name: 'Target' }).fill(`${world.url}/in/${world.empty.id}x`)
  await page.keyboard.press('Enter')
  await page.getByText('404').first().waitFor()
}

async function openTargets(page: Page, world: World): Promise<void> {
  await openResend(page, world)
  await page.getByRole('button', { name: 'Saved targets' }).click()
  await page.getByRole('dialog').waitFor()
}

async function openTarget(page: Page, world: World): Promise<void> {
  await openTargets(page, world)
  await page.getByRole('button', { name: 'Add a target' }).click()
}

async function openSequence(page: Page, world: World): Promise<void> {
  await openPicked(page, world)
  await page.getByRole('button', { name: 'Resend the picked ones' }).click()
  await page.getByRole('dialog', { name: 'Resend several requests' }).waitFor()
}

async function openFromPalette(page: Page, world: World, action: string): Promise<void> {
  await openCapture(page, world, 'shopify')
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: action }).click()
  await page.getByRole('dialog', { name: 'Actions' }).waitFor({ state: 'detached' })
  await page.getByRole('dialog').waitFor()
}

async function openShare(page: Page, world: World): Promise<void> {
  await openFromPalette(page, world, 'Share')
  await page.getByRole('button', { name: 'Revoke' }).first().waitFor()
}

async function openToast(page: Page, world: World): Promise<void> {
  await openCapture(page, world, 'shopify')
  await page.keyboard.press('u')
  await page.getByText(/^Capture URL copied|^Could not copy/).waitFor()
}

async function openRedacted(page: Page, { links }: World): Promise<void> {
  await openLive(page, links.redacted)
  await rows(page).first().click()
  await page.getByRole('article').waitFor()
}
