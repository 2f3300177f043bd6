import { chromium } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/chromium.mjs'
import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { fillBin } from '../inspector/fill-bin'
import { filters } from '../inspector/filters'
import { firstPaint } from '../inspector/first-paint'
import { scroll } from '../inspector/scroll'
import { temporaryDirectory } from '../setup'
import { fixed } from '../table'

/** The page of a bin with very many captures: first paint, scrolling and filtering. */
export async function inspector(flags: Flags): Promise<string> {
  const executablePath = findChromium()
  if (!executablePath) return 'Left out: there is no Chromium (CHROMIUM_PATH names one).'
  const directory = temporaryDirectory('inspector')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  try {
    const { origin } = creel
    const bin = await createBin(origin)
    const count = flags.quick ? 20_000 : 100_000
    await fillBin(`${origin}/in/${bin.id}`, count)
    console.error('  filled')
    const paint = await firstPaint(browser, origin, bin, flags.quick ? 3 : 7)
    console.error(paint)
    const scrolled = await scroll(browser, origin, bin)
    console.error(scrolled)
    const filtered = await filters(browser, { origin, bin, seconds: flags.seconds * 2 })
    const title = `A bin of ${fixed(count, 0)} captures, SQLite; browser, server and senders share the machine.`
    return [title, '### First paint', paint, '### Scrolling, traced', scrolled, '### Filters', filtered].join('\n\n')
  } finally {
    await browser.close()
    await creel.child.stop()
    directory.remove()
  }
}
