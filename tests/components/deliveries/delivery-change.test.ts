import { expect, test } from 'vitest'
import { deliveryChange, previousToSameTarget } from '@/components/deliveries/delivery-change'
import { aDelivery } from '../fixtures'

const timingsOf = (totalMs: number) => ({ dnsMs: null, connectMs: null, firstByteMs: null, totalMs })
const body = (data: string, truncated = false) => ({ encoding: 'utf8' as const, data, truncated })
const refused = { code: 'connection_refused', message: 'Nothing listens.' }

test('describes the change of status, time and body', () => {
  const before = aDelivery({ status: 500, timings: timingsOf(120), responseBody: body('no') })
  const after = aDelivery({ status: 200, timings: timingsOf(35), responseBody: body('yes') })
  expect(deliveryChange(before, after)).toEqual({ status: '500 → 200', ms: '120 ms → 35 ms', body: 'different' })
  expect(deliveryChange(after, after)).toMatchObject({ status: null, body: 'same' })
})

test('a delivery without an answer counts as failed and has no body to compare', () => {
  const failed = aDelivery({ status: null, error: refused })
  expect(deliveryChange(failed, aDelivery({ status: 200 }))).toMatchObject({ status: 'failed → 200', body: null })
})

test('never calls truncated bodies the same', () => {
  const [cut, other] = [aDelivery({ responseBody: body('a', true) }), aDelivery({ responseBody: body('b', true) })]
  expect(deliveryChange(cut, cut).body).toBeNull()
  expect(deliveryChange(cut, other).body).toBe('different')
})

test('the previous delivery is the latest earlier one to the same target', () => {
  const [a, b, c] = [aDelivery({ id: '3' }), aDelivery({ id: '2', url: 'http://other/' }), aDelivery({ id: '1' })]
  expect(previousToSameTarget([a, b, c], a)).toBe(c)
  expect(previousToSameTarget([a, b, c], b)).toBeNull()
})
