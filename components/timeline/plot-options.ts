import type uPlot from 'uplot'
import { localTime } from '../ui/time'

/** CSS pixels around the bars, for the axes; on the right, for half of a label such as `12:00:05`. */
export const PLOT_EDGES = { left: 44, right: 26, top: 5, bottom: 17 } as const
export const PLOT_HEIGHT = 60

/** Values that the plot reads for each drawing. */
export type PlotSource = {
  x(): [number, number]
  yMax(): number
  yText(value: number): string
  fontFamily: string
  colourOf(variable: string): string
  draw(plot: uPlot): void
}

export function plotOptions(width: number, source: PlotSource): uPlot.Options {
  const font = `11px ${source.fontFamily}`
  const stroke = () => source.colourOf('--faint')
  return {
    width,
    height: PLOT_HEIGHT,
    ms: 1,
    legend: { show: false },
    cursor: { show: false },
    padding: [PLOT_EDGES.top, PLOT_EDGES.right, 0, 0],
    scales: { x: { range: () => source.x() }, y: { range: () => [0, Math.max(source.yMax(), Number.MIN_VALUE)] } },
    axes: [
      {
        size: PLOT_EDGES.bottom,
        gap: 3,
        space: 84,
        font,
        stroke,
        grid: { show: false },
        ticks: { show: false },
        values: (_, splits, __, ___, step) => splits.map((ms) => tickText(ms, step)),
      },
      {
        size: PLOT_EDGES.left,
        gap: 6,
        font,
        stroke,
        ticks: { show: false },
        grid: { stroke: () => source.colourOf('--line'), width: 1 },
        splits: () => [source.yMax()],
        values: (_, splits) => splits.map((value) => source.yText(value)),
      },
    ],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: { draw: [source.draw] },
  }
}

/** `12:00`, `12:00:05` or `11-24`: the part that changes from label to label. */
function tickText(ms: number, step: number): string {
  const text = localTime(new Date(ms))
  if (step >= 86_400_000) return text.slice(5, 10)
  return step >= 60_000 ? text.slice(11, 16) : step >= 1000 ? text.slice(11, 19) : text.slice(14, 21)
}
