import type { Locator, Page } from '@playwright/test'
import { openAnswer } from './full-openings'
import { openCapture, openFull, openSuggestions } from './openings'
import { seedServer, signInAs } from './seeded-server'
import { expect, test } from './test'

// Contrast themes such as Windows': none of our backgrounds and shadows are painted.

test.beforeEach(({ page }) => page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' }))

/** Outline or border as the browser draws it, `2px solid`; null if there is none, or if it has the colour of the page. */
function linesOf(elements: Locator): Promise<{ html: string; line: string | null }[]> {
  return elements.evaluateAll((elements) => {
    const background = getComputedStyle(document.documentElement).backgroundColor
    return elements.map((element) => {
      const { outlineWidth, outlineStyle, outlineColor, borderTopWidth, borderTopStyle, borderTopColor } =
        getComputedStyle(element)
      const lines = [
        [outlineWidth, outlineStyle, outlineColor],
        [borderTopWidth, borderTopStyle, borderTopColor],
      ] as const
      const seen = lines.find(([width, style, colour]) => style !== 'none' && width !== '0px' && colour !== background)
      return { html: element.outerHTML.slice(0, 120), line: seen ? `${seen[0]} ${seen[1]}` : null }
    })
  })
}

const lineOf = async (element: Locator) => (await linesOf(element))[0]?.line

async function expectChosenSeen(page: Page): Promise<void> {
  const chosen = page.locator('[aria-current="true"], [aria-pressed="true"], [aria-selected="true"], [data-current]')
  const lines = await linesOf(chosen.filter({ visible: true }))
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter(({ line }) => line !== '2px solid')).toEqual([])
}

test('selected items have an outline, and others do not', async ({ page, context, creel }) => {
  const server = await seedServer(creel.url)
  await signInAs(context, server)
  await openCapture(page, server, 'shopify')
  await expectChosenSeen(page)
  expect(await lineOf(page.getByRole('link', { name: /#\d+/ }).first())).not.toBe('2px solid')
  await openSuggestions(page, server)
  await expectChosenSeen(page)
})

test('buttons have borders, bars and dots keep their colours, and the focus is visible', async ({ page, context, creel }) => {
  const server = await seedServer(creel.url)
  await signInAs(context, server)
  await openAnswer(page, server)
  expect(await lineOf(page.getByRole('button', { name: 'Send', exact: true }))).toBeTruthy()
  const parts = page.getByText('Waiting', { exact: true }).locator('xpath=ancestor::dl/preceding-sibling::div/span')
  const colours = await parts.evaluateAll((spans) => spans.map((span) => getComputedStyle(span).backgroundColor))
  expect(new Set(colours).size).toBeGreaterThan(1)

  await openFull(page, server)
  for (const control of [
    page.getByRole('slider', { name: /^Timeline/ }),
    page.getByRole('separator', { name: 'Width of the list' }),
    page.getByRole('link', { name: /#\d+/ }).first(),
  ]) {
    await page.keyboard.press('Tab') // by keyboard, so that the focus is visible
    await control.focus()
    expect.soft(await lineOf(control), String(control)).toBeTruthy()
  }
})
