import type { Page } from '@playwright/test'
import { expectClean, expectColoursClean } from './axe'
import { PLACES, type Place } from './places'
import { seedServer, signInAs } from './seeded-server'
import { expect, test } from './test'

/**
 * A desktop, also zoomed to 200 % and 400 % and in a small window, and a small phone. The second theme can differ from the first only in
 * colours.
 */
const SCREENS = [
  {
    name: 'a desktop',
    use: {},
    themes: ['light', 'dark'],
    opened: { width: 1440, height: 900 },
    shrunk: [
      { width: 720, height: 450 },
      { width: 640, height: 400 },
      { width: 320, height: 256 },
    ],
  },
  {
    name: 'a phone',
    use: { hasTouch: true, isMobile: true },
    themes: ['dark'],
    opened: { width: 360, height: 740 },
    shrunk: [],
  },
] as const

test.describe.configure({ mode: 'parallel' }) // each walk takes minutes

for (const { name, use, themes, opened, shrunk } of SCREENS) {
  test.describe(() => {
    test.use(use)
    test(`axe finds nothing on any page or dialog on ${name}, ${themes.join(' or ')}, and nothing is clipped`, async ({
      page,
      context,
      creel,
      consoleErrors,
    }) => {
      test.setTimeout(1_200_000)
      const server = await seedServer(creel.url)
      let viewer: Place['as'] | null = null // no viewer yet
      for (const place of PLACES) {
        await test.step(place.name, async () => {
          const [first, second] = themes
          await page.emulateMedia({ colorScheme: first, reducedMotion: 'reduce' })
          await page.setViewportSize(opened)
          if (viewer !== place.as) {
            await page.goto('about:blank') // so that the previous page makes no calls as the new viewer
            await signInAs(context, server, place.as)
            viewer = place.as
          }
          expect.soft(await failure(place.open(page, server)), place.name).toBeNull()
          await expectClean(page, `${place.name}: ${first}`)
          if (second) {
            await page.emulateMedia({ colorScheme: second, reducedMotion: 'reduce' })
            await expectColoursClean(page, `${place.name}: ${second}`)
          }
          for (const size of [opened, ...shrunk]) {
            await page.setViewportSize(size)
            await expectNothingCut(page, `${place.name}: cut at ${size.width} × ${size.height}`)
          }
          const unexpected = consoleErrors.splice(0).filter((text) => !place.errors?.test(text))
          expect.soft(unexpected, `${place.name}: console`).toEqual([])
        })
      }
    })
  })
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
