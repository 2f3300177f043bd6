import type { Page } from '@playwright/test'
import { expectClean } from './axe'
import { become, makeWorld, PLACES } from './places'
import { expect, test } from './test'

// Pages that are answered with 401, 403 and 404 are among them, and the browser says so on its console.
test.use({ expectedConsoleErrors: /40[134]/ })

/** The second is a small phone, and a desktop at a zoom of 400 %. */
const SIZES = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 360, height: 740 },
] as const

for (const { name, ...viewport } of SIZES) {
  test(`every page and dialog, on a ${name}: axe finds nothing, in both themes, and nothing is cut`, async ({
    page,
    context,
    creel,
  }) => {
    test.setTimeout(600_000)
    const world = await makeWorld(creel.url)
    await page.setViewportSize(viewport)
    for (const place of PLACES) {
      await test.step(place.name, async () => {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        await become(context, world, place.as)
        expect.soft(await failure(place.open(page, world)), place.name).toBeNull()
        expect.soft(await cutThings(page), `${place.name}: cut`).toEqual([])
        await expectClean(page, `${place.name}: light`)
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
        await expectClean(page, `${place.name}: dark`)
      })
    }
  })
}

for (const [name, viewport] of Object.entries({
  'zoomed to 200 %': { width: 720, height: 450 },
  'in a small window': { width: 640, height: 400 },
})) {
  test(`every page and dialog ${name}: nothing is cut`, async ({ page, context, creel }) => {
    test.setTimeout(600_000)
    const world = await makeWorld(creel.url)
    await page.setViewportSize(viewport)
    for (const place of PLACES) {
      await test.step(place.name, async () => {
        await become(context, world, place.as)
        expect.soft(await failure(place.open(page, world)), place.name).toBeNull()
        expect.soft(await cutThings(page), place.name).toEqual([])
      })
    }
  })
}

const failure = (opening: Promise<unknown>) => opening.then(() => null, String)

/** A page that scrolls sideways, and what can be pressed but lies outside of the window without a way to scroll there. */
function cutThings(page: Page): Promise<string[]> {
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
