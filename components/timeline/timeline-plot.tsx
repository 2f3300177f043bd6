'use client'

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Bars } from './bars'
import { plotOptions } from './plot-options'
import type { Slots } from './slots'

type Props = { bars: Bars; slots: Slots; width: number; yText: (value: number) => string }

/** The canvas with bars and axes. `TimelineBrush` describes it to screen readers. */
export default function TimelinePlot({ bars, slots, width, yText }: Props) {
  const parent = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef({ bars, slots, yText })
  latest.current = { bars, slots, yText }

  // biome-ignore lint/correctness/useExhaustiveDependencies: created once; later changes are applied below
  useEffect(() => {
    const options = plotOptions(width, {
      x: () => [latest.current.slots.first, latest.current.slots.end],
      yMax: () => latest.current.bars.max,
      yText: (value) => latest.current.yText(value),
      fontFamily: getComputedStyle(document.body).fontFamily,
      colourOf,
      draw: (self) => drawBars(self, latest.current.bars, latest.current.slots.bucketMs, colourOf),
    })
    plot.current = new uPlot(options, dataOf(bars), parent.current!)
    const themes = new MutationObserver(() => plot.current?.redraw())
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] })
    return () => {
      themes.disconnect()
      plot.current?.destroy()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawing depends on the slots and the texts
  useEffect(() => plot.current?.setData(dataOf(bars)), [bars, slots, yText])
  useEffect(() => {
    if (plot.current && plot.current.width !== width) plot.current.setSize({ width, height: plot.current.height })
  }, [width])

  return <div ref={parent} aria-hidden className="pointer-events-none" />
}

/** Times and heights make uPlot redraw; `drawBars` does the drawing. */
function dataOf({ bars, max }: Bars): uPlot.AlignedData {
  return [bars.map(({ at }) => at), bars.map(() => max)]
}

function colourOf(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable)
}

/** Minimum height of a bar in pixels. Less would be invisible. */
const BAR_MIN = 2

/** Draws the bars with their groups stacked. A bar that is not empty is at least `BAR_MIN` high. */
function drawBars(plot: uPlot, { groups, bars }: Bars, bucketMs: number, colourOf: (variable: string) => string): void {
  const { ctx, bbox } = plot
  const scale = devicePixelRatio || 1
  const floor = bbox.top + bbox.height
  const colours = groups.map(({ colour }) => colourOf(colour))
  ctx.save()
  for (const { at, values } of bars) {
    const left = Math.round(plot.valToPos(at, 'x', true))
    const right = Math.round(plot.valToPos(at + bucketMs, 'x', true))
    const gap = right - left > 3 * scale ? Math.round(scale) : 0
    const total = values.reduce((sum, value) => sum + value, 0)
    if (total === 0) continue
    const height = Math.max(BAR_MIN * scale, floor - plot.valToPos(total, 'y', true))
    let below = 0
    for (const [i, value] of values.entries()) {
      const bottom = Math.round(floor - (below / total) * height)
      below += value
      const top = Math.round(floor - (below / total) * height)
      ctx.fillStyle = colours[i]!
      ctx.fillRect(left, top, Math.max(1, right - left - gap), bottom - top)
    }
  }
  ctx.restore()
}
