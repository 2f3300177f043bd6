import type { BrowserContext, Page } from '@playwright/test'
import { expectClean, expectColoursClean } from './axe'
import { PLACES, type Place } from './places'
import { type SeededServer, seedServer, signInAs } from './seeded-server'
import { expect, test } from './test'

const DESKTOP = { width: 1440, height: 900 }
/** A desktop zoomed to 200 % and 400 %, and a small window. */
const SMALL_WINDOWS = [
  { width: 720, height: 450 },
  { width: 640, height: 400 },
  { width: 320, height: 256 },
]
const PHONE = { width: 360, height: 740 }
const WALKS = 2 // as many as Playwright has workers

test.describe.configure({ mode: 'parallel' }) // each walk takes minutes

for (let walk = 0; walk < WALKS; walk++) {
  const places = PLACES.slice((walk * PLACES.length) / WALKS, ((walk + 1) * PLACES.length) / WALKS)
  test(`axe finds nothing in either theme, on a desktop and on a phone, and nothing is clipped: ${places[0]!.name} to ${places.at(-1)!.name}`, async ({
    page,
    context,
    creel,
    consoleErrors,
  }) => {
    test.setTimeout(1_200_000)
    const server = await seedServer(creel.url)
    const devtools = await context.newCDPSession(page)
    const setTouch = (enabled: boolean) => devtools.send('Emulation.setTouchEmulationEnabled', { enabled, maxTouchPoints: 1 })
    await visit(places, { page, context, server, consoleErrors }, async (place) => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await setTouch(false)
      await page.setViewportSize(DESKTOP)
      await place.open(page, server)
      await expectClean(page, `${place.name}: light`)
      // The second theme can differ from the first only in colours.
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      await expectColoursClean(page, `${place.name}: dark`)
      for (const size of [DESKTOP, ...SMALL_WINDOWS]) {
        await page.setViewportSize(size)
        await expectNothingCut(page, `${place.name}: cut at ${size.width} × ${size.height}`)
      }
      await setTouch(true)
      await devtools.send('Emulation.setDeviceMetricsOverride', { ...PHONE, deviceScaleFactor: 1, mobile: true })
      await expectNothingCut(page, `${place.name}: cut on a phone`)
      await expectClean(page, `${place.name}: phone, dark`)
    })
  })
}

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: PHONE, colorScheme: 'dark' })
  test('axe finds nothing where the way to a place differs, and nothing is clipped', async ({
    page,
    context,
    creel,
    consoleErrors,
  }) => {
    test.setTimeout(1_200_000)
    const server = await seedServer(creel.url)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const places = PLACES.filter(({ differsOnPhone }) => differsOnPhone)
    await visit(places, { page, context, server, consoleErrors }, async (place) => {
      await place.open(page, server)
      await expectClean(page, place.name)
      await expectNothingCut(page, `${place.name}: cut`)
    })
  })
})

type Visit = { page: Page; context: BrowserContext; server: SeededServer; consoleErrors: string[] }

/** Looks at each place as its reader. A place that cannot be opened, or prints an error, fails the test, and the next one follows. */
async function visit(
  places: readonly Place[],
  { page, context, server, consoleErrors }: Visit,
  look: (place: Place) => Promise<void>,
) {
  let reader: Place['as'] | null = null // no reader yet
  for (const place of places) {
    await test.step(place.name, async () => {
      if (reader !== place.as) {
        await page.goto('about:blank') // so that the previous page makes no calls as the new reader
        await signInAs(context, server, place.as)
        reader = place.as
      }
      expect.soft(await failure(look(place)), place.name).toBeNull()
      const unexpected = consoleErrors.splice(0).filter((text) => !place.errors?.test(text))
      expect.soft(unexpected, `${place.name}: console`).toEqual([])
    })
  }
}

/** Polls, because the page needs time to adapt to its new size. */
function expectNothingCut(page: Page, where: string): Promise<void> {
  return expect
    .configure({ soft: true, timeout: 3_000 })
    .poll(() => clippedControls(page), where)
    .toEqual([])
}

const failure = (opening: Promise<unknown>) => opening.then(() => null, String)

/** Reports sideways scrolling of the page, and controls outside the window that cannot be scrolled to. */
function clippedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide in ${clientWidth}`] : []
    const scrolls = (element: Element | null, axis: 'X' | 'Y'): boolean => {
      for (let each = element; each && each !== document.body; each = each.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(each)[`overflow${axis}`])) return true
      }
      return false
    }
    for (const control of document.querySelectorAll(
      'button, a[href], input, select, textarea, [role="menuitem"], [role="option"]',
    )) {
      if (
        !control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
        control.closest('[aria-hidden="true"]')
      )
        continue
      const { left, right, top, bottom, width } = control.getBoundingClientRect()
      const pageScrolls = document.documentElement.scrollHeight > window.innerHeight
      const cutX = width > 1 && (left < -1 || right > window.innerWidth + 1) && !scrolls(control, 'X')
      const cutY = width > 1 && (top < -1 || bottom > window.innerHeight + 1) && !scrolls(control, 'Y') && !pageScrolls
      if (cutX || cutY)
        found.push(
          `${Math.round(left)}..${Math.round(right)}, ${Math.round(top)}..${Math.round(bottom)}: ${control.outerHTML.slice(0, 120)}`,
        )
    }
    return found
  })
}
