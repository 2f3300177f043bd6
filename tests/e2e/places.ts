import { expect, type Page } from '@playwright/test'
import { openAnswer, openForPicture } from './full-openings'
import {
  askForBin,
  makeFirstBin,
  openBinMenu,
  openBroken,
  openCapture,
  openCopyMenu,
  openDeleteForward,
  openFirstForward,
  openForwards,
  openFromPalette,
  openFull,
  openGone,
  openKeyDialog,
  openListen,
  openLive,
  openNewKey,
  openNoMatch,
  openNotice,
  openPicked,
  openProviders,
  openRedacted,
  openRefusals,
  openRefused,
  openReport,
  openResend,
  openRetries,
  openSample,
  openSampleTo,
  openSecrets,
  openSelecting,
  openSequence,
  openShare,
  openSignAgain,
  openSignature,
  openSuggestions,
  openTarget,
  openTargets,
  openToast,
  openTrial,
  openTypedSecret,
  openUnchecked,
  openViewer,
  openViewerMenu,
} from './openings'
import type { Reader, SeededServer } from './seeded-server'

export type Place = {
  name: string
  /** Who looks. Default: the owner. */
  as?: Reader
  /** Expected console errors, which the browser reports for each answer of 400 or above. */
  errors?: RegExp
  /** A phone has another layout here, or other controls lead here. So the place is also opened on a phone, not only shown at that size. */
  differsOnPhone?: true
  /** Opens the place. Resolves once it is complete. */
  open: (page: Page, server: SeededServer) => Promise<unknown>
}

/** Every page and everything that can cover it. */
export const PLACES: readonly Place[] = [
  { name: 'home without bins', differsOnPhone: true, as: 'nobody', open: (page) => page.goto('/') },
  { name: 'home', differsOnPhone: true, open: (page) => page.goto('/') },
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
      await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor()
    },
  },
  {
    name: 'home, theme menu',
    differsOnPhone: true,
    open: async (page) => {
      await page.goto('/')
      await page.getByRole('button', { name: 'Theme' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  { name: 'home, new key', as: 'nobody', open: makeFirstBin },
  { name: 'access keys, replace?', open: (page) => openKeyDialog(page) },
  { name: 'access keys, new key, revoke?', differsOnPhone: true, open: (page) => openNewKey(page) },
  { name: 'home, read-only', as: 'reader', open: (page) => page.goto('/') },
  { name: 'bin, read-only', as: 'reader', open: openFull },
  { name: 'rename a bin', open: (page) => askForBin(page, 'Rename') },
  { name: 'delete a bin', open: (page) => askForBin(page, 'Delete') },
  { name: 'check a signature', open: (page) => page.goto('/signatures') },
  { name: 'check a signature, the report', differsOnPhone: true, open: openReport },
  { name: 'help', open: (page) => page.goto('/help') },
  { name: 'empty bin', differsOnPhone: true, open: (page, { empty }) => openLive(page, `/bins/${empty.id}`) },
  { name: 'bin', differsOnPhone: true, open: openFull },
  {
    name: 'bin, name in change',
    open: async (page, server) => {
      await openFull(page, server)
      await page.getByTitle('Rename').click()
    },
  },
  { name: 'bin menu', differsOnPhone: true, open: openBinMenu },
  { name: 'filter with suggestions', differsOnPhone: true, open: openSuggestions },
  {
    name: 'filter with a fault',
    open: (page, server) => openLive(page, `/bins/${server.full.id}?q=${encodeURIComponent('size:>big')}`),
  },
  { name: 'filter without a match', open: openNoMatch },
  { name: 'picked ones', differsOnPhone: true, open: openPicked },
  {
    name: 'a range of time',
    differsOnPhone: true,
    open: async (page, server) => {
      await openLive(page, `/bins/${server.full.id}?q=${encodeURIComponent('after:2020-01-01')}`)
      await page.getByRole('button', { name: 'End one bar later' }).waitFor()
    },
  },
  { name: 'retries, unfolded', differsOnPhone: true, open: openRetries },
  { name: 'body: pull', differsOnPhone: true, open: (page, server) => openForPicture(page, server, 'pull') },
  ...[
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
  ].map(body),
  { name: 'body: shopify', open: (page, server) => openForPicture(page, server, 'shopify') },
  {
    name: 'body: csv, a row in full',
    open: async (page, server) => {
      await openCapture(page, server, 'csv')
      await page.getByRole('gridcell').last().click()
      await page.getByRole('region', { name: /^Row / }).waitFor()
    },
  },
  ...['Headers', 'Query', 'Deliveries', 'Overview'].map(tab),
  { name: 'tab: Signature', differsOnPhone: true, open: openSignature },
  { name: 'tab: Signature, without a secret', open: openUnchecked },
  { name: 'secrets', differsOnPhone: true, open: openSecrets },
  { name: 'secrets, a provider to choose', open: openProviders },
  { name: 'secrets, tried before it is saved', open: openTrial },
  { name: 'forwards', differsOnPhone: true, open: openForwards },
  { name: 'forwards, delete one?', open: openDeleteForward },
  { name: 'forwards, read-only', as: 'reader', open: (page, server) => openFromPalette(page, server, 'Forwards') },
  { name: 'forwards, none yet', open: openFirstForward },
  { name: 'bring webhooks to localhost', differsOnPhone: true, open: openListen },
  { name: 'send a sample', open: openSample },
  { name: 'send a sample to a URL', open: openSampleTo },
  { name: 'viewer menu', differsOnPhone: true, open: openViewerMenu },
  { name: 'copy menu', open: openCopyMenu },
  { name: 'capture that is gone', errors: /404/, open: openGone },
  { name: 'resend', differsOnPhone: true, open: (page, server) => openResend(page, server) },
  { name: 'resend with an answer', open: openAnswer },
  { name: 'resend refused', errors: /422/, open: openRefused },
  { name: 'resend, sign again', open: openSignAgain },
  { name: 'resend, sign with another secret', open: openTypedSecret },
  { name: 'resend, what the target refuses', open: openRefusals },
  // Must come after the others with this request, because its edit is kept.
  { name: 'resend, broken on purpose after an edit', open: openBroken },
  { name: 'selecting', differsOnPhone: true, open: openSelecting },
  { name: 'saved targets', open: openTargets },
  { name: 'a saved target', open: openTarget },
  { name: 'resend several', differsOnPhone: true, open: openSequence },
  dialog('reply', 'e'),
  dialog('keys', '?'),
  dialog('compare', 'v'),
  dialog('palette', 'Control+k'),
  { name: 'share dialog', differsOnPhone: true, open: openShare },
  { name: 'types dialog', open: (page, server) => openFromPalette(page, server, 'Generate types') },
  { name: 'clear?', open: (page, server) => openFromPalette(page, server, 'Clear all') },
  { name: 'delete the bin?', open: (page, server) => openFromPalette(page, server, 'Delete the bin') },
  { name: 'a toast', open: openToast },
  { name: 'shared bin', differsOnPhone: true, as: 'nobody', open: (page, { links }) => openLive(page, links.everything) },
  { name: 'shared capture, credentials hidden', as: 'nobody', open: openRedacted },
  {
    name: '401',
    errors: /401/,
    as: 'nobody',
    // A bin that no share link of this browser opens.
    open: (page, { empty }) => openNotice(page, `/bins/${empty.id}`, 'Access key required'),
  },
  {
    name: '403',
    errors: /403/,
    as: 'other',
    open: (page, { full }) => openNotice(page, `/bins/${full.id}`, 'This bin belongs to another owner'),
  },
  { name: '404', differsOnPhone: true, errors: /404/, open: (page) => openNotice(page, '/bins/nope', 'There is nothing here') },
  // Must be the last one, because the browser remembers it.
  { name: 'as hex', open: (page, server) => openViewer(page, server, 'Hex') },
]

function body(name: string): Place {
  return { name: `body: ${name}`, open: (page, server) => openCapture(page, server, name) }
}

function tab(name: string): Place {
  const open: Place['open'] = async (page, server) => {
    await openCapture(page, server, name === 'Query' ? 'health' : 'pull')
    await page.getByRole('tab', { name }).click()
    await page.getByRole('tab', { name, selected: true }).waitFor()
    await expect(page.getByRole('article').locator('[data-loading]')).toHaveCount(0)
  }
  return { name: `tab: ${name}`, open }
}

function dialog(name: string, key: string): Place {
  const open: Place['open'] = async (page, server) => {
    await openCapture(page, server, 'again')
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
  }
  return { name, open }
}
