import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const shared = {
  setupFiles: ['tests/setup.ts'],
  // A file takes over the modules that the one before it loaded: no module of Creel keeps state (tests/direction.test.ts).
  isolate: false,
  // A loaded machine is no failure: time is a matter for bench/.
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    // At least four, because many tests wait for a database or a process: on two cores that takes a tenth less time than two or three.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/lib/**/*.test.ts', 'tests/*.test.ts'] } },
      {
        test: { ...shared, name: 'components', include: ['tests/components/**/*.test.{ts,tsx}'], environment: 'jsdom' },
        resolve: { alias: { '@': import.meta.dirname } },
      },
      // Real sockets and real databases.
      { test: { ...shared, name: 'store', include: ['tests/store/**/*.test.ts'] } },
      { test: { ...shared, name: 'server', include: ['tests/server/**/*.test.ts', 'tests/cli/**/*.test.ts'] } },
      { test: { ...shared, name: 'api', include: ['tests/api/**/*.test.ts'] } },
    ],
  },
})
