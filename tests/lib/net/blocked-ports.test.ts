import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BLOCKED_PORTS, refusedPort } from '#lib/net/blocked-ports'

test.each([80, 443, 1024, 1025, 3000, 3001, 5173, 6378, 6380, 8000, 8080, 8443, 9199, 49_152, 65_535])('opens %i', (port) =>
  expect(refusedPort(port)).toBeNull(),
)

test.each([0, 1, 22, 25, 79, 81, 442, 444, 1023])('shuts %i', (port) => expect(refusedPort(port)).toMatch(/1024 up/))

test.each([...BLOCKED_PORTS])('shuts %i, the port of %s, and its documentation says so', (port, service) => {
  expect(refusedPort(port)).toBe(`the port of ${service}`)
  const text = readFileSync(new URL('../../../docs/resend.md', import.meta.url), 'utf8')
  expect(text).toMatch(new RegExp(`${service}\\s+\\((\\d+, )*${port}[,)]`))
})
