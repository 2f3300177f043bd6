import { runNode } from '../../scripts/run.mjs'

/** The browser meets what users meet: a build of this very source. */
export default function buildFirst(): void {
  if (!runNode('scripts/build.mjs', ['--if-stale'])) throw new Error('No browser test ran: the build failed.')
}
