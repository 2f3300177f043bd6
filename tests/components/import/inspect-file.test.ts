// @vitest-environment node
import { expect, test } from 'vitest'
import { inspectFile, nothingText } from '@/components/import/inspect-file'

const says = async (name: string, text: string) =>
  nothingText(await inspectFile(new File([text], name), () => {}, new AbortController().signal))

const OTHER = 'This is neither a HAR file nor an export of Creel.'

test.each([
  ['an empty file', 'a.json', '', 'This file is empty.'],
  ['JSON of something else', 'settings.json', '{"theme":"dark"}', OTHER],
  ['JSON of something else over several lines', 'package.json', '{\n  "name": "shop",\n  "version": "1.0.0"\n}\n', OTHER],
  ['a list', 'list.json', '[1, 2]', OTHER],
  ['JSON of something else that is called HAR', 'a.har', '{"theme":"dark"}', OTHER],
  ['text', 'notes.ndjson', 'buy apples', OTHER],
  ['a HAR without requests', 'a.har', '{"log":{"entries":[]}}', 'This file contains no requests.'],
  [
    'a HAR of a WebSocket',
    'a.har',
    '{"log":{"entries":[{"startedDateTime":"2026-11-24T12:00:00Z","request":{"method":"GET","url":"wss://a.example/","headers":[]}}]}}',
    'None of the requests in this HAR file can be imported.',
  ],
])('says why there is nothing to import in %s', async (_, name, text, expected) => expect(await says(name, text)).toBe(expected))
