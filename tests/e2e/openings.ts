import { expect, type Page } from '@playwright/test'
import type { SeededServer } from './seeded-server'

const rows = (page: Page) => page.getByRole('list', { name: 'Captured requests' }).getByRole('link')

export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor()
}

export async function openFull(page: Page, { full }: SeededServer): Promise<void> {
  await openLive(page, `/bins/${full.id}`)
  await rows(page).first().waitFor()
  await page
    .getByRole('slider', { name: /^Timeline/ })
    .locator('canvas')
    .waitFor({ state: 'attached' })
}

export async function openCapture(page: Page, { full, ids }: SeededServer, name: string): Promise<void> {
  await openLive(page, `/bins/${full.id}?capture=${ids[name]}`)
  await page.getByRole('article').waitFor()
  await expect(page.getByRole('article').locator('[data-loading]')).toHaveCount(0)
}

export async function makeFirstBin(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Create a bin' }).click()
  await page.waitForURL(/\/bins\//)
  await page.getByRole('button', { name: 'I saved it' }).waitFor()
}

export async function openKeyDialog(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Access keys' }).click()
  await page.getByRole('button', { name: 'Replace the key…' }).click()
  await page.getByRole('button', { name: 'Replace the key', exact: true }).waitFor()
}

export async function openNewKey(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Access keys' }).click()
  await page.getByRole('button', { name: 'Revoke Nightly checks in CI' }).click()
  await page.getByRole('button', { name: 'New key…' }).click()
  await page.getByRole('button', { name: 'Selected bins' }).click()
}

export async function askForBin(page: Page, what: 'Rename' | 'Delete'): Promise<void> {
  await page.goto('/')
  await page
    .getByRole('button', { name: /^More for/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: `${what}…` }).click()
  await page.getByRole('dialog').waitFor()
}

export async function openSelecting(page: Page, server: SeededServer): Promise<void> {
  await openFull(page, server)
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('toolbar', { name: 'Selected requests' }).waitFor()
}

/** A refused target, with the setting to paste. */
export async function openRefused(page: Page, server: SeededServer): Promise<void> {
  await openResend(page, server)
  await page.getByRole('textbox', { name: 'Target' }).fill('http://192.168.1.5:4000/')
  await page.keyboard.press('Enter')
  await page.getByText('Creel may not send to this target').waitFor()
}

export async function openBinMenu(page: Page, server: SeededServer): Promise<void> {
  await openFull(page, server)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page
    .getByRole('menuitem', { name: /Export all|HAR/ })
    .first()
    .waitFor()
}

export async function openSuggestions(page: Page, server: SeededServer): Promise<void> {
  await openFull(page, server)
  await page.getByRole('combobox', { name: 'Filter' }).fill('pro')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
}

export async function openNoMatch(page: Page, { full }: SeededServer): Promise<void> {
  await openLive(page, `/bins/${full.id}?q=path:/nowhere`)
  await page.getByText('No request matches the filter').waitFor()
}

export async function openPicked(page: Page, server: SeededServer): Promise<void> {
  await openFull(page, server)
  const boxes = page.getByRole('checkbox', { name: /Select #/ })
  await boxes.nth(0).check({ force: true })
  await boxes.nth(2).check({ force: true })
  await page.getByRole('toolbar', { name: 'Selected requests' }).waitFor()
}

export async function openRetries(page: Page, server: SeededServer): Promise<void> {
  await openFull(page, server)
  await page.getByRole('button', { name: '2 attempts' }).click()
  await page.getByText('attempt 1').waitFor()
}

export async function openViewerMenu(page: Page, server: SeededServer): Promise<void> {
  await openCapture(page, server, 'shopify')
  await page.getByRole('button', { name: /^Shown as/ }).click()
  await page.getByRole('menuitem').first().waitFor()
}

export async function openViewer(page: Page, server: SeededServer, label: string): Promise<void> {
  await openViewerMenu(page, server)
  await page.getByRole('menuitem', { name: label, exact: true }).click()
  await page.getByRole('button', { name: `Shown as ${label}` }).waitFor()
}

export async function openCopyMenu(page: Page, server: SeededServer): Promise<void> {
  await openCapture(page, server, 'shopify')
  await page.getByRole('button', { name: 'Copy as' }).click()
  await page.getByRole('menuitem', { name: 'curl' }).waitFor()
}

/** A page that says why something cannot be shown. */
export async function openNotice(page: Page, path: string, title: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { name: title }).waitFor()
}

export async function openGone(page: Page, { full }: SeededServer): Promise<void> {
  await openLive(page, `/bins/${full.id}?capture=cap_gone_1`)
  await page.getByText('Request not found').waitFor()
}

export async function openResend(page: Page, server: SeededServer, name = 'shopify'): Promise<void> {
  await openCapture(page, server, name)
  await page.getByRole('button', { name: 'Resend' }).first().click()
  await page.getByRole('textbox', { name: 'Target' }).waitFor()
}

/** Signing again, with the bin's preselected secret. */
export async function openSignAgain(page: Page, server: SeededServer): Promise<void> {
  await openResend(page, server, 'stripe')
  await page.getByRole('button', { name: 'Sign again…' }).click()
  await page.getByLabel('Sign with').waitFor()
}

export async function openTypedSecret(page: Page, server: SeededServer): Promise<void> {
  await openSignAgain(page, server)
  await page.getByLabel('Sign with').selectOption('Another secret…')
  await page.getByLabel('Secret', { exact: true }).waitFor()
}

export async function openBroken(page: Page, server: SeededServer): Promise<void> {
  await openResend(page, server, 'stripe')
  await page.getByRole('button', { name: /^Body/ }).click()
  await page.getByRole('textbox', { name: 'Body', exact: true }).fill('{"edited":true}')
  await page.getByRole('note').getByRole('button', { name: 'Sign again' }).click()
  await page.getByLabel('Break on purpose').selectOption('An old timestamp')
}

/** This server is the target, and refuses everything. */
export async function openRefusals(page: Page, server: SeededServer): Promise<void> {
  await openSignAgain(page, server)
  await page.getByRole('textbox', { name: 'Target' }).fill(`${server.url}/in/${server.empty.id}x`)
  await page.getByRole('button', { name: 'Test what the target refuses' }).click()
  await expect(page.getByRole('table', { name: 'What the receiver refused' }).getByText('404')).toHaveCount(5)
}

export async function openTargets(page: Page, server: SeededServer): Promise<void> {
  await openResend(page, server)
  await page.getByRole('button', { name: 'Saved targets' }).click()
  await page.getByRole('dialog').waitFor()
}

export async function openTarget(page: Page, server: SeededServer): Promise<void> {
  await openTargets(page, server)
  await page.getByRole('button', { name: 'Add a target' }).click()
  await page.getByRole('textbox', { name: 'Name' }).waitFor()
}

export async function openSequence(page: Page, server: SeededServer): Promise<void> {
  await openPicked(page, server)
  await page.getByRole('button', { name: 'Resend the selected requests' }).click()
  await page.getByRole('dialog', { name: 'Resend several requests' }).waitFor()
}

export async function openFromPalette(page: Page, server: SeededServer, action: string): Promise<void> {
  await openCapture(page, server, 'shopify')
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: action }).click()
  await page.getByRole('dialog', { name: 'Actions' }).waitFor({ state: 'detached' })
  await page.getByRole('dialog').waitFor()
}

export async function openShare(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Share the bin')
  await page.getByRole('button', { name: 'Revoke' }).first().waitFor()
}

/** The report on a sample's invalid signature, with every part. */
export async function openSignature(page: Page, server: SeededServer): Promise<void> {
  await openCapture(page, server, 'stripe')
  await page.getByRole('tab', { name: 'Signature' }).click()
  await page.getByText('Invalid.').waitFor()
}

export async function openUnchecked(page: Page, server: SeededServer): Promise<void> {
  await openCapture(page, server, 'csv')
  await page.getByRole('tab', { name: 'Signature' }).click()
  await page.getByRole('button', { name: 'Add a secret…' }).waitFor()
}

/** The page's example, with a proven reason. */
export async function openReport(page: Page): Promise<void> {
  await page.goto('/signatures')
  await page.getByRole('button', { name: 'Load an example' }).click()
  await page.getByRole('button', { name: 'Check the signature' }).click()
  await page.getByText('Proven').waitFor()
}

export async function openSecrets(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Secrets')
  await page.getByRole('button', { name: /^Edit Stripe/ }).click()
}

export async function openSample(page: Page, server: SeededServer): Promise<void> {
  await openLive(page, `/bins/${server.empty.id}`)
  await page.getByRole('button', { name: 'Send a sample…' }).click()
  await page.getByLabel('Sign with').waitFor()
}

export async function openSampleTo(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Send a sample')
  await page.getByLabel('Sign with').waitFor()
  await page.getByRole('button', { name: 'A URL' }).click()
  await page.getByLabel('Sign with').selectOption('typed')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Enter the secret of the receiver').waitFor()
}

export async function openProviders(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Secrets')
  await page.getByRole('button', { name: 'Add a secret…' }).click()
  await page.getByText('Seen in this bin').waitFor()
}

export async function openTrial(page: Page, server: SeededServer): Promise<void> {
  await openProviders(page, server)
  await page.getByRole('option').first().click()
  await page.getByLabel('Secret', { exact: true }).fill('whsec_not-the-secret')
  await page.getByText(/^0 of \d+ valid$/).waitFor()
}

/** A forward with a dead capture, a waiting one, and the first one's form with all its parts. */
export async function openForwards(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Forwards')
  await page.getByRole('button', { name: 'Retry all of staging' }).waitFor()
  await page.getByText(/trying again in/i).waitFor()
  await page.getByRole('button', { name: 'Edit staging' }).click()
  await page.getByRole('button', { name: 'More headers, retries' }).click()
}

export async function openDeleteForward(page: Page, server: SeededServer): Promise<void> {
  await openFromPalette(page, server, 'Forwards')
  await page.getByRole('button', { name: 'Delete staging' }).click()
}

/** The form with errors. */
export async function openFirstForward(page: Page, { empty }: SeededServer): Promise<void> {
  await openLive(page, `/bins/${empty.id}`)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Forwards…' }).click()
  await page.getByRole('button', { name: 'Start forwarding' }).click()
  await page.getByRole('dialog').getByLabel('Filter', { exact: true }).pressSequentially('met')
  await page.getByRole('listbox', { name: 'Suggestions' }).waitFor()
  await page.keyboard.press('ArrowDown')
}

export async function openListen(page: Page, { empty }: SeededServer): Promise<void> {
  await openLive(page, `/bins/${empty.id}`)
  await page.getByRole('button', { name: 'Bring webhooks to localhost' }).click()
  await page.getByRole('dialog').waitFor()
}

export async function openToast(page: Page, server: SeededServer): Promise<void> {
  await openCapture(page, server, 'shopify')
  await page.keyboard.press('u')
  await page.getByText(/^Capture URL copied|^Could not copy/).waitFor()
}

export async function openRedacted(page: Page, { links }: SeededServer): Promise<void> {
  await openLive(page, links.redacted)
  await rows(page).first().click()
  await page.getByRole('article').waitFor()
}
