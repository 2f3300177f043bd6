import type { Browser, Page } from '@playwright/test'
import type { OwnBin } from '../creel/creel-api'
import { fixed, toMarkdown } from '../table'
import { newPage, openBin, until } from './open-page'
import { traced } from './trace'

const LONG_MS = 50

type Gesture = { name: string; run: (page: Page) => Promise<void> }

const GESTURES: readonly Gesture[] = [
  { name: 'wheel, 300 turns of 600 px', run: wheel },
  { name: 'scrollbar dragged to the end and back, 4 s', run: drag },
  { name: 'End, Home, PageDown', run: keys },
]

/** The longest task of the page's main thread and the gaps between frames while the list is scrolled. */
export async function scroll(browser: Browser, origin: string, bin: OwnBin): Promise<string> {
  const rows: string[][] = []
  for (const { name, run } of GESTURES) {
    const page = await newPage(browser, origin, bin)
    await openBin(page, origin, bin)
    await page.evaluate(`(${COUNT_FRAMES})()`)
    const { tasks } = await traced(page, () => run(page))
    const frames = await page.evaluate<number[]>('window.frameGaps')
    const oldest = await page.evaluate<number>(LOWEST_ROW)
    const longTasks = tasks.filter((ms) => ms > LONG_MS).length
    const longFrames = frames.filter((ms) => ms > LONG_MS).length
    rows.push([
      name,
      fixed(Math.max(...tasks), 0),
      String(longTasks),
      fixed(Math.max(...frames), 0),
      `${longFrames} of ${frames.length}`,
      fixed(oldest, 0),
    ])
    await page.context().close()
  }
  const head = [
    '',
    'longest task ms',
    `tasks over ${LONG_MS} ms`,
    'longest frame ms',
    `frames over ${LONG_MS} ms`,
    'oldest row seen',
  ]
  return toMarkdown({ head, rows })
}

async function wheel(page: Page): Promise<void> {
  await overList(page)
  for (let turn = 0; turn < 300; turn++) await page.mouse.wheel(0, 600)
  await settled(page)
}

/** Like a dragged scrollbar thumb: the list jumps to another position in each frame. */
async function drag(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('ol[aria-label="Captured requests"]').parentElement
    const beganAt = performance.now()
    requestAnimationFrame(function move(now) {
      const part = (now - beganAt) / 4000
      const place = part < 0.5 ? part * 2 : 2 - part * 2
      list.scrollTop = Math.max(0, place) * (list.scrollHeight - list.clientHeight)
      if (part < 1) requestAnimationFrame(move)
      else resolve()
    })
  })`)
  await settled(page)
}

async function keys(page: Page): Promise<void> {
  await page.locator('[data-capture]').first().focus()
  for (const key of ['End', 'Home', 'End', ...Array<string>(30).fill('PageUp'), 'Home', ...Array<string>(60).fill('PageDown')]) {
    await page.keyboard.press(key)
  }
  await settled(page)
}

async function overList(page: Page): Promise<void> {
  await page.locator('[data-capture]').first().hover()
}

/** Waits until all visible rows are loaded. */
async function settled(page: Page): Promise<void> {
  await until(page, `document.querySelector('[data-capture]') && !document.querySelector('[data-capture-place]')`)
}

const LOWEST_ROW = 'window.lowestSeq'

/** From now on, records the gaps between frames and the lowest number seen. */
const COUNT_FRAMES = `function () {
  window.frameGaps = []
  window.lowestSeq = Infinity
  let last = performance.now()
  requestAnimationFrame(function frame(now) {
    window.frameGaps.push(now - last)
    last = now
    const rows = document.querySelectorAll('[data-capture]')
    const id = rows.length ? rows[rows.length - 1].dataset.capture : ''
    const seq = Number(id.slice(id.lastIndexOf('_') + 1))
    if (id && seq < window.lowestSeq) window.lowestSeq = seq
    requestAnimationFrame(frame)
  })
}`
