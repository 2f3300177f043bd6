// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders look like this
import { expect, test } from 'vitest'
import { faultLines } from '#lib/core/declared/fault-lines'
import { fillPlaceholders, literal, namedVariables } from '#lib/core/declared/placeholders'

const forward = (url: string, headerChanges: unknown[] = []) => ({ bins: [{ id: 'shop', forwards: [{ url, headerChanges }] }] })
const env = { TOKEN: 's3cret', HOST: 'api.example', EMPTY: '' }

test('fills only URLs, header values and credentials', () => {
  const bin = {
    id: '${TOKEN}',
    response: { body: '${TOKEN}', headers: [['x-a', '${TOKEN}']] },
    require: { auth: { type: 'header', name: '${TOKEN}', value: '${TOKEN}' } },
    forwards: [
      {
        name: '${TOKEN}',
        url: 'https://${HOST}/${TOKEN}',
        headerChanges: [
          ['authorization', 'Bearer ${TOKEN}'],
          ['${TOKEN}', null],
        ],
      },
    ],
  }
  expect(fillPlaceholders({ bins: [bin] }, env)).toEqual({
    filled: {
      bins: [
        {
          ...bin,
          require: { auth: { type: 'header', name: '${TOKEN}', value: 's3cret' } },
          forwards: [
            {
              name: '${TOKEN}',
              url: 'https://api.example/s3cret',
              headerChanges: [
                ['authorization', 'Bearer s3cret'],
                ['${TOKEN}', null],
              ],
            },
          ],
        },
      ],
    },
    faults: [],
  })
})

test('does not expand placeholders or replacement patterns inside values', () => {
  expect(fillPlaceholders(forward('http://h/${A}'), { A: '$&${B}$1', B: 'b' }).filled).toEqual(forward('http://h/$&${B}$1'))
})

test('$${ is a literal ${', () => {
  expect(fillPlaceholders(forward('http://h/$${TOKEN}/$x/{y}'), env)).toEqual({
    filled: forward('http://h/${TOKEN}/$x/{y}'),
    faults: [],
  })
  const text = 'a${b}$c$${'
  expect(fillPlaceholders(forward(literal(text)), {})).toEqual({ filled: forward(text), faults: [] })
})

test.each([
  ['${NOBODY}', 'needs the environment variable NOBODY, which is not set'],
  ['${EMPTY}', 'needs the environment variable EMPTY, which is not set'],
  ['${TOKEN:-x}', 'has a placeholder that is not ${NAME}; $${ is a literal ${'],
  ['${}', 'has a placeholder that is not ${NAME}; $${ is a literal ${'],
  ['${TOKEN', 'has a placeholder that is not ${NAME}; $${ is a literal ${'],
  ['${__proto__}', 'needs the environment variable __proto__, which is not set'],
])('reports %s', (url, message) => {
  expect(fillPlaceholders(forward(url), env).faults).toEqual([{ path: 'bins.0.forwards.0.url', message }])
})

test('accepts any JSON', () => {
  for (const json of [null, 1, '${X}', [], { bins: '${X}' }, { bins: [null, { forwards: [7] }] }]) {
    expect(fillPlaceholders(json, {})).toEqual({ filled: json, faults: [] })
  }
})

test('names the variables, each with its first occurrence', () => {
  expect([...namedVariables(forward('${A}/${B}', [['x', '${A}$${C}']]))]).toEqual([
    ['A', 'bins.0.forwards.0.url'],
    ['B', 'bins.0.forwards.0.url'],
  ])
})

test('a mistake names path and value, but no value that may be a secret', () => {
  const file = {
    bins: [
      {
        id: 'A b',
        ttlSeconds: 1,
        nmae: 'x'.repeat(100),
        response: { headers: [] },
        require: { auth: { password: 'hunter2' } },
        forwards: [{ url: 'ftp://u:hunter2@h/?token=hunter2', headerChanges: [['x', 'hunter2\n']] }],
      },
    ],
  }
  const paths = [
    'id',
    'ttlSeconds',
    'name',
    'nmae',
    'response',
    'require.auth.password',
    'forwards.0.url',
    'forwards.0.headerChanges.0.1',
  ]
  const faults = paths.map((path) => ({ path: `bins.0.${path}`, message: path === 'ttlSeconds' ? 'Too small' : 'is wrong' }))
  const lines = faultLines(file, [...faults, { path: '', message: 'is wrong.' }])
  expect(lines).toEqual([
    'bins.0.id ("A b") is wrong.',
    'bins.0.ttlSeconds (1): Too small.',
    'bins.0.name is wrong.',
    `bins.0.nmae ("${'x'.repeat(59)}…) is wrong.`,
    'bins.0.response is wrong.',
    'bins.0.require.auth.password is wrong.',
    expect.stringMatching(/^bins\.0\.forwards\.0\.url \("ftp:.*"\) is wrong\.$/),
    'bins.0.forwards.0.headerChanges.0.1 is wrong.',
    'the file is wrong.',
  ])
  expect(lines.join()).not.toContain('hunter2')
})
