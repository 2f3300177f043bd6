import { cleanup, configure, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { FORMAT_KINDS, FORMAT_LABELS } from '#lib/formats/kinds'
import BodyView from '@/components/viewers/body-view'
import { HOSTILE_BODIES } from '../../hostile-bodies'

// The first viewer is loaded within the first test; the machine may be busy.
configure({ asyncUtilTimeout: 8000 })
afterEach(cleanup)

const FOREIGN = 'http://foreign.example'
const NEVER = 'script, object, embed, link, style, form, base, meta, video, iframe:not([sandbox=""])'

/** Elements and attributes that could run something or ask another host. */
function dangers(): string[] {
  const elements = [...document.body.querySelectorAll('*')]
  const attributes = elements.flatMap((element) =>
    [...element.attributes]
      .filter(
        ({ name, value }) =>
          /^on/.test(name) || (/^(?:src|href|srcset|data|style)$/.test(name) && /foreign|javascript:/.test(value)),
      )
      .map(({ name, value }) => `${element.tagName} ${name}=${value.slice(0, 80)}`),
  )
  return [...[...document.body.querySelectorAll(NEVER)].map(({ outerHTML }) => outerHTML.slice(0, 120)), ...attributes]
}

const bodies = HOSTILE_BODIES.filter(({ name }) => !name.includes('5 MB')).map((hostile) => ({
  ...hostile,
  text: hostile.body(FOREIGN),
}))
const cells = bodies.flatMap((hostile) => FORMAT_KINDS.map((kind) => ({ ...hostile, kind })))

test.each(cells)('$name as $kind becomes no element that runs or fetches', async ({ type, text, kind }) => {
  const source = new TextEncoder().encode(text)
  render(<BodyView source={source} contentType={type} choice={kind} onChoice={() => {}} downloadUrl="/body" />)
  await screen.findByText((_, element) => {
    if (element?.tagName === 'P' && element.textContent?.startsWith('This cannot be shown as chosen')) return true
    return element?.tagName === 'BUTTON' && element.textContent === `Shown as ${FORMAT_LABELS[kind]}`
  })
  await expect.poll(() => document.querySelector('[data-loading]')).toBeNull()
  expect(dangers()).toEqual([])
})

test.each(bodies.filter(({ name }) => /^(?:HTML|SVG|Markdown)$/.test(name)))(
  '$name as markup of the page would be noticed',
  ({ text }) => {
    document.body.innerHTML = text
    expect(dangers()).not.toEqual([])
    document.body.innerHTML = ''
  },
)
