import { expect, test } from 'vitest'
import { readPasted } from '@/components/signatures/read-pasted'

test('reads a curl command: quotes, escapes, joined options, several lines', () => {
  const command = `curl -sS --max-time 5 -XPUT 'https://example.com/hooks?a=1' \\
  -H 'Content-Type: application/json' --header="X-Signature: it's" \\
  -H 'Accept:' --data-raw $'{"a":"it\\'s\\\\n\\u00e9"}'`
  expect(readPasted(command)).toEqual({
    method: 'PUT',
    url: 'https://example.com/hooks?a=1',
    headers: "Content-Type: application/json\nX-Signature: it's",
    body: '{"a":"it\'s\\né"}',
  })
})

test('a curl command with data is a POST, and its data is joined as curl does', () => {
  expect(readPasted('$ curl localhost:3000/x -d a=1 -d b=2')).toEqual({
    method: 'POST',
    url: 'localhost:3000/x',
    headers: '',
    body: 'a=1&b=2',
  })
})

test('reads a raw request with its whole body', () => {
  expect(readPasted('POST /hooks?a=1 HTTP/1.1\r\nHost: example.com\r\nX-A: 1\r\n\r\n{"a":\r\n1}\n')).toEqual({
    method: 'POST',
    url: 'https://example.com/hooks?a=1',
    headers: 'Host: example.com\nX-A: 1',
    body: '{"a":\r\n1}\n',
  })
})

test.each(['X-Hub-Signature-256: sha256=00', 'curly: 1', '', 'POSTAL /x y z'])('recognises neither in %j', (text) => {
  expect(readPasted(text)).toBeNull()
})
