import { expect, test } from 'vitest'
import { formatAge, formatBytes, formatMs, shortContentType } from '@/components/ui/format'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [10_188, '9.9 KB'],
  [10_189, '10 KB'],
  [1_048_063, '1023 KB'],
  [1_048_064, '1.0 MB'],
  [10_485_760, '10 MB'],
])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [-5000, 'now'],
  [999, 'now'],
  [1000, '1 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
])('%i ms ago is %s', (ms, text) => expect(formatAge(ms)).toBe(text))

test.each([
  [0.42, '0.4 ms'],
  [9, '9 ms'],
  [38.2, '38 ms'],
  [1240, '1.2 s'],
  [30_000, '30 s'],
])('%f ms are %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test.each([
  [null, null],
  ['', null],
  ['application/json; charset=utf-8', 'json'],
  ['application/vnd.github+json', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
  ['multipart/form-data; boundary=x', 'multipart'],
  ['application/octet-stream', 'binary'],
  ['application/x-ndjson', 'ndjson'],
])('%s is %s', (contentType, text) => expect(shortContentType(contentType)).toBe(text))
