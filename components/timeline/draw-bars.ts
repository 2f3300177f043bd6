import type uPlot from 'uplot'
import type { Bars } from './bars'

/** Fewer pixels are not seen. */
const BAR_MIN = 2

/** Draws the bars into the plot: one group upon the other, and none of those that are there too low to be seen. */
export function drawBars(plot: uPlot, { groups, bars }: Bars, bucketMs: number, colourOf: (variable: string) => string): void {
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
