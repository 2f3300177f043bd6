// npm run screenshots: every page and dialog at three sizes in both themes, into a temporary folder; the pictures of the docs into docs/images.
import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { startCreel } from '../tests/e2e/creel-process'
import { PLACES } from '../tests/e2e/places'
import { deleteForwards, type SeededServer, seedServer, signInAs } from '../tests/e2e/seeded-server'
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs'
import { runNode } from './run.mjs'
import { ROOT } from './sources.mjs'

const SIZES = { desktop: [1440, 900], tablet: [768, 1024], phone: [390, 844] } as const
const THEMES = ['light', 'dark'] as const

/** Pictures of the docs: place, size and theme. */
const FOR_DOCS: [string, string, keyof typeof SIZES, (typeof THEMES)[number]][] = [
  ['bin.png', 'body: pull', 'desktop', 'light'],
  ['bin-dark.png', 'body: pull', 'desktop', 'dark'],
  ['phone.png', 'bin', 'phone', 'light'],
  ['resend.png', 'resend with an answer', 'desktop', 'light'],
]

/** `npm run screenshots -- reply` takes only those with `reply` in their name, `-- docs` only the pictures of the docs. */
const [wanted = ''] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'creel-screenshots-'))
if (!runNode('scripts/build.mjs', ['--if-stale'])) throw new Error('No picture was taken: the build failed.')
const creel = await startCreel()
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS })
try {
  const server = await seedServer(creel.url)
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    const context = await browser.newContext({ baseURL: creel.url, viewport: { width, height }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    for (const place of PLACES.filter(({ name }) => name.includes(wanted))) {
      await signInAs(context, server, place.as)
      await place.open(page, server).catch((error) => console.error(`${place.name}, ${size}: ${error}`))
      for (const theme of THEMES) await take(page, theme, `${place.name.replace(/[^a-z0-9]+/gi, '-')}.${size}.${theme}.png`)
      // A key created in one place must not be announced in all that follow.
      await page.evaluate(() => localStorage.removeItem('creel:key-unsaved'))
    }
    await context.close()
  }
  if (wanted === '' || wanted === 'docs') await takeForDocs(server)
  console.log(folder)
} finally {
  await browser.close()
  await creel.remove()
}

async function takeForDocs(server: SeededServer): Promise<void> {
  await deleteForwards(server)
  for (const [file, place, size, theme] of FOR_DOCS) {
    const [width, height] = SIZES[size]
    const context = await browser.newContext({ baseURL: creel.url, viewport: { width, height }, reducedMotion: 'reduce' })
    await signInAs(context, server)
    const page = await context.newPage()
    await PLACES.find(({ name }) => name === place)!.open(page, server)
    await take(page, theme, file)
    copyFileSync(join(folder, file), join(ROOT, 'docs/images', file))
    await context.close()
  }
}

async function take(page: Page, theme: (typeof THEMES)[number], name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.locator(`html.${theme}`).waitFor()
  await page.screenshot({ path: join(folder, name) })
}
