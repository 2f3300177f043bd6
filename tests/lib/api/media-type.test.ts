import { expect, test } from 'vitest'
import { downloadName, safeContentType } from '#lib/api/media-type'

test.each([
  'application/json',
  'application/vnd.api+json; charset=utf-8',
  'text/plain;charset=iso-8859-1',
  'image/PNG',
  'audio/ogg',
])('repeats %s', (type) => expect(safeContentType(type)).toBe(type))

test.each([
  'text/html',
  'TEXT/HTML; charset=utf-8',
  'image/svg+xml',
  'application/xhtml+xml',
  'text/xml',
  'text/javascript',
  'application/javascript',
  'multipart/x-mixed-replace',
  'application/json\r\nx: y',
  `text/plain; ${'a'.repeat(256)}`,
  '',
  'nonsense',
  'text/plain,text/html',
])('serves %j as plain bytes', (type) => expect(safeContentType(type)).toBe('application/octet-stream'))

test('serves a body without a type as plain bytes', () => expect(safeContentType(null)).toBe('application/octet-stream'))

test.each([
  ['application/json; charset=utf-8', 'cap_x_1.json'],
  ['application/vnd.github+json', 'cap_x_1.json'],
  ['application/atom+xml', 'cap_x_1.xml'],
  ['text/html', 'cap_x_1.html'],
  ['../../etc/passwd', 'cap_x_1.bin'],
  [null, 'cap_x_1.bin'],
])('names a download of %j %s', (type, name) => expect(downloadName('cap_x_1', type)).toBe(name))
