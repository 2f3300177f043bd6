import { expect, test } from 'vitest'
import type { BinChange } from '#lib/live/bin-event'
import { readBusMessage, writeBusMessage } from '#lib/live/bus-message'

const events: { [T in BinChange['type']]: Extract<BinChange, { type: T }> } = {
  'capture:deleted': { type: 'capture:deleted', id: 'cap_t_1', seq: 1 },
  'capture:updated': { type: 'capture:updated', id: 'cap_t_1', seq: 1, patch: { note: 'grün\n"' } },
  'bin:cleared': { type: 'bin:cleared', throughSeq: 3 },
  'bin:rechecked': { type: 'bin:rechecked', fromSeq: 1, throughSeq: 3 },
  'bin:updated': { type: 'bin:updated', bin: { id: 'bin', response: { headers: [['X', '1']] } } as never },
  'bin:deleted': { type: 'bin:deleted' },
  delivery: { type: 'delivery', delivery: { id: 'dl_1' } as never },
  'forward:updated': { type: 'forward:updated', forward: { id: 'fwd_1' } as never },
  'forward:deleted': { type: 'forward:deleted', id: 'fwd_1' },
  'access:changed': { type: 'access:changed' },
}

test.each(Object.values(events))('an event of type $type arrives unchanged', (event) => {
  const envelope: Parameters<typeof writeBusMessage>[0] = { from: 'x', message: { happened: [['bin', event]] } }
  expect(readBusMessage(writeBusMessage(envelope))).toEqual(envelope)
})

test.each([
  {
    reached: [
      ['bin', 7],
      ['other', 0],
    ],
  },
  { reached: [] },
  { missed: true },
  { signedOut: 'key_1' },
  { listening: { process: 'p', listeners: [{ id: 'l', binId: 'b', name: 'laptop', answerMs: null, connectedAt: 5 }] } },
  { job: { listener: 'l', job: { id: 'j', captureId: 'cap', seq: 1 } } },
  { said: { about: 'x', word: { answer: null } } },
  { keyEnded: 'key_1' },
])('%j arrives unchanged', (message) => {
  const envelope = { from: 'x', message } as Parameters<typeof writeBusMessage>[0]
  expect(readBusMessage(writeBusMessage(envelope))).toEqual(envelope)
})

test.each([
  '',
  'null',
  '[]',
  '{"from":1,"message":{"missed":true}}',
  '{"from":"x","message":{"missed":false}}',
  '{"from":"x","message":{"happened":[["b",{"type":"other"}]]}}',
])('rejects %j', (text) => expect(readBusMessage(text)).toBeNull())
