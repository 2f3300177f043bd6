import { runNode } from '../../scripts/run.mjs'

/** Builds first, so that the browser tests the current source as users get it. */
export default function buildFirst(): void {
  if (!runNode('scripts/build.mjs', ['--if-stale'])) throw new Error('No browser test ran: the build failed.')
}
