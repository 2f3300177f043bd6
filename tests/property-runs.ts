/** How often a property is tried: a fifth of `many`, or all of them with `PROPERTY_RUNS=many`. */
export function propertyRuns(many: number): number {
  return process.env.PROPERTY_RUNS === 'many' ? many : Math.ceil(many / 5)
}
