import { expect, test } from 'vitest'
import { CallError } from '#lib/client/call-error'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import {
  changedSettings,
  draftFaults,
  draftOf,
  type ForwardDraft,
  refusalOf,
  settingsOf,
} from '@/components/forwards/forward-draft'
import { aForward } from '../fixtures'

const URL_ONLY = { ...draftOf(null), url: 'https://staging.example.com:8443/hooks' }
const faultsOf = (part: Partial<ForwardDraft>) => draftFaults({ ...URL_ONLY, ...part })

test("needs only a URL: the rest are the API's defaults, and the name is the host", () => {
  expect(faultsOf({})).toEqual({})
  expect(settingsOf(URL_ONLY)).toEqual({
    url: 'https://staging.example.com:8443/hooks',
    name: 'staging.example.com:8443',
    q: null,
    path: 'keep',
    order: 'none',
    concurrency: 4,
    rate: null,
    sign: null,
    headerChanges: [],
    retry: { ...RETRY_DEFAULT },
  })
})

test('an edit sends only changed fields, because the same URL again would close an open circuit', () => {
  const forward = aForward({ retry: { schedule: ['2s', '1m'], jitter: 0.5, giveUpAfter: '7d' }, headerChanges: [['x-a', 'b']] })
  expect(changedSettings(draftOf(forward), forward)).toEqual({})
  expect(changedSettings({ ...draftOf(forward), q: ' event:x ', schedule: '2s, 10m' }, forward)).toEqual({
    q: 'event:x',
    retry: { schedule: ['2s', '10m'], jitter: 0.5, giveUpAfter: '7d' },
  })
  const changes = { ...draftOf(forward), headerChanges: 'Authorization: Bearer x\n-Cookie' }
  expect(changedSettings(changes, forward)).toEqual({
    headerChanges: [
      ['Authorization', 'Bearer x'],
      ['Cookie', null],
    ],
  })
})

test.each<[keyof ForwardDraft, readonly string[], readonly string[]]>([
  ['url', ['', 'ftp://a', 'https://', 'https://me:secret@a.example'], ['http://a', 'https://a.example/x?y=1']],
  ['concurrency', ['0', '101', '1.5', 'x', ''], ['1', '100']],
  ['rate', ['10', '0/1s', '10/1d', '10 a second'], ['', '10/1s', '600/1m', '5/s']],
  ['schedule', ['', 'soon', '1s later'], ['1s', '1s,5s', '100ms 1h 1d']],
  ['giveUpAfter', ['', 'never'], ['24h', '500ms']],
  ['headerChanges', ['no colon', 'a b: c'], ['', 'A: b\n-C']],
])('validates %s before calling the server', (field, wrong, right) => {
  for (const text of wrong) expect([text, Object.keys(faultsOf({ [field]: text }))]).toEqual([text, [field]])
  for (const text of right) expect([text, faultsOf({ [field]: text })]).toEqual([text, {}])
})

test("shows the server's error at its field, and other errors above the buttons", () => {
  const invalid = (...errors: { path: string; message: string }[]) =>
    refusalOf(new CallError('invalid_input', 'Not accepted.', errors))
  expect(invalid({ path: 'retry.schedule.0', message: 'must be a duration' }, { path: 'q', message: 'Unknown field' })).toEqual({
    faults: { schedule: 'It must be a duration', q: 'Unknown field' },
    why: null,
  })
  expect(invalid({ path: 'retry.jitter', message: 'too large' })).toEqual({ faults: {}, why: 'retry.jitter: too large' })
  expect(refusalOf(new CallError('target_forbidden', 'It is a private address.'))).toEqual({
    faults: { url: 'It is a private address.' },
    why: null,
  })
  expect(refusalOf(new CallError('secret_not_found', 'No such secret.')).faults).toEqual({ secretId: 'No such secret.' })
  expect(refusalOf(new CallError('forwards_full', 'At most 20.'))).toEqual({ faults: {}, why: 'At most 20.' })
  expect(refusalOf(new Error('boom')).why).toContain('Something went wrong')
})
