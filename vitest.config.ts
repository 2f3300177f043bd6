import { defineConfig } from 'vitest/config'

const setupFiles = ['tests/setup.ts']

export default defineConfig({
  test: {
    // A file takes over the modules that the one before it loaded: no module of Creel keeps state (tests/direction.test.ts).
    isolate: false,
    // vitest leaves one core free by default, which on two cores doubles the time.
    maxWorkers: '100%',
    projects: [
      // A loaded machine is no failure: time is a matter for bench/.
      { test: { name: 'unit', testTimeout: 60_000, include: ['tests/lib/**/*.test.ts', 'tests/*.test.ts'], setupFiles } },
      {
        test: {
          name: 'components',
          testTimeout: 60_000,
          include: ['tests/components/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles,
        },
        resolve: { alias: { '@': import.meta.dirname } },
      },
      // Real sockets and real databases.
      { test: { name: 'store', include: ['tests/store/**/*.test.ts'], setupFiles, testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts', 'tests/cli/**/*.test.ts'],
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'api', include: ['tests/api/**/*.test.ts'], setupFiles, testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
})
