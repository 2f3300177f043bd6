import type { Page } from '@playwright/test'
import { expectLive } from './inspector'
import { type SeededServer, seedServer, signInAs } from './seeded-server'
import { expect as baseExpect, test } from './test'

const expect = baseExpect.configure({ timeout: 20_000 }) // generous, for a loaded machine

let server: SeededServer

test.beforeEach(async ({ page, context, creel }) => {
  server ??= await seedServer(creel.url)
  await signInAs(context, server)
  await page.goto(`/bins/${server.full.id}`)
  await expectLive(page)
})

const opened = (page: Page) => page.getByRole('article')
const dialog = (page: Page) => page.getByRole('dialog')
const seqOf = (name: string) => `Request #${server.ids[name]!.split('_').at(-1)}`

test('j, k and the arrows move through the list, and Escape leaves it', async ({ page }) => {
  await page.keyboard.press('j')
  await expect(opened(page)).toHaveAccessibleName(seqOf('push'))
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(opened(page)).toHaveAccessibleName(seqOf('again'))
  await page
    .getByRole('link', { name: /\/stripe/ })
    .first()
    .focus()
  await page.keyboard.press('ArrowDown')
  await expect(opened(page)).toHaveAccessibleName(seqOf('pull'))
  await expect(page.locator('[data-capture]:focus')).toHaveAttribute('data-capture', server.ids.pull!)
  await page.keyboard.press('Escape')
  await expect(opened(page)).toHaveCount(0)
})

test('Escape closes the topmost part first: the form, then the request', async ({ page }) => {
  await page.keyboard.press('j')
  await expect(opened(page)).toHaveCount(1)
  await page.keyboard.press('r')
  await expect(page.getByRole('textbox', { name: 'Target' })).toBeVisible()
  await page.getByRole('tab', { name: 'Headers' }).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Target' })).toHaveCount(0)
  await expect(opened(page)).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(opened(page)).toHaveCount(0)
})

test('p pins and d deletes with undo, but not while the user types or a dialog is open', async ({ page }) => {
  await page.keyboard.press('j')
  const name = (await opened(page).getAttribute('aria-label'))!
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: 'Filter' })).toBeFocused()
  await page.keyboard.type('dprj')
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('dprj')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByRole('tab', { name: 'Body' }).focus()
  await page.keyboard.press('?')
  await expect(dialog(page)).toHaveAccessibleName('Keyboard shortcuts')
  await page.keyboard.press('d')
  await page.keyboard.press('e')
  await page.keyboard.press('Escape')
  await expect(opened(page)).toHaveAccessibleName(name)
  await expect(page.getByText(/^Deleted/)).toHaveCount(0)
  await page.keyboard.press('p')
  await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByRole('button', { name: 'Pin', exact: true })).toBeVisible()
  await page.keyboard.press('d')
  await expect(opened(page)).not.toHaveAccessibleName(name)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.keyboard.press('k')
  await expect(opened(page)).toHaveAccessibleName(name)
})

test('the list of shortcuts has every key, and the palette has and runs every action', async ({ page }) => {
  await page.keyboard.press('j')
  await page.keyboard.press('?')
  for (const key of ['j', 'k', '/', 'r', 'Shift+R', 'e', 'd', 'c', 'p', 'v', 'u', '?', 'Ctrl+K', 'Escape']) {
    await expect(dialog(page).locator('kbd').getByText(key, { exact: true }).first()).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  for (const name of [
    'Next request',
    'Filter',
    'Resend',
    'Copy as curl',
    'Pin',
    'Delete',
    'Edit response',
    'Share',
    'Keyboard shortcuts',
    'Play a sound',
  ]) {
    await expect(page.getByRole('option', { name }).first()).toBeAttached()
  }
  await page.keyboard.type('edit response')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveAccessibleName('Response to senders')
})

for (const [key, name, first] of [
  ['e', 'Response to senders', /^200/],
  ['?', 'Keyboard shortcuts', /^Single-key shortcuts/],
  ['v', /./, /^Earlier/],
  ['Control+k', 'Actions', /./],
] as const) {
  test(`focus moves to the first control of the dialog of ${key}, stays there, and returns to where it was`, async ({ page }) => {
    await page.goto(`/bins/${server.full.id}?capture=${server.ids.again}`)
    await expectLive(page)
    await expect(opened(page)).toBeVisible()
    const before = page.getByRole('tab', { name: 'Body' })
    await before.focus()
    await page.keyboard.press(key)
    await expect(dialog(page)).toHaveAccessibleName(name)
    await expect(dialog(page).locator(':focus')).toHaveAccessibleName(first)
    for (let press = 0; press < 25; press += 1) await page.keyboard.press('Tab')
    expect(await dialog(page).evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await expect(before).toBeFocused()
  })
}

for (const name of ['More for this bin', 'Theme', 'Copy as']) {
  test(`the menu “${name}” opens and closes by keyboard, and focus returns to its button`, async ({ page }) => {
    await page.goto(`/bins/${server.full.id}?capture=${server.ids.again}`)
    await expectLive(page)
    await expect(opened(page)).toBeVisible()
    const trigger = page.getByRole('button', { name })
    await trigger.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(trigger).toBeFocused()
  })
}

test('the first Tab offers to skip the header', async ({ page }) => {
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('the arrows resize a pane, a double click resets it, and the width is remembered', async ({ page }) => {
  const splitter = page.getByRole('separator', { name: 'Width of the list' })
  await splitter.focus()
  await page.keyboard.press('ArrowRight')
  await expect(splitter).toHaveAttribute('aria-valuenow', '396')
  await page.reload()
  await expect(splitter).toHaveAttribute('aria-valuenow', '396')
  await splitter.dblclick()
  await expect(splitter).toHaveAttribute('aria-valuenow', '372')
})
