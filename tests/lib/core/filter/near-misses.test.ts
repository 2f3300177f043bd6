import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { nearMisses } from '#lib/core/filter/near-misses'
import { parseFilter } from '#lib/core/filter/parse-filter'

vi.mock('#lib/core/filter/parse-filter', async (original) => {
  const real = await original<{ parseFilter: typeof parseFilter }>()
  return { ...real, parseFilter: vi.fn(real.parseFilter) }
})

test.each([
  // values in the body, in other tools' syntax
  ['amount>50', '$.amount>50'],
  ['amount > 50', '$.amount>50'],
  ['amount:>50', '$.amount>50'],
  ['data.object.amount>=50', '$.data.object.amount>=50'],
  ['items[0].id==5', '$.items[0].id==5'],
  ['status=paid', '$.status==paid'],
  ['status:paid', '$.status==paid'],
  ['status == "paid"', '$.status=="paid"'],
  ['$amount>50', '$.amount>50'],
  ['.amount>50', '$.amount>50'],
  ['body.amount>>5', 'body.amount>5'],
  ['$.amount=>5', '$.amount>=5'],
  ['$.a<>1', '$.a!=1'],
  ['req.body.amount>5', '$.amount>5'],
  ['payload.amount>5', '$.amount>5'],
  // fields with another tool's operator
  ['method=POST', 'method:POST'],
  ['method == POST', 'method:POST'],
  ['method!=GET', '-method:GET'],
  ['provider=stripe', 'provider:stripe'],
  ['size=10kb', 'size:10kb'],
  // fields by another name
  ['type:order.paid', 'event:order.paid'],
  ['verb:POST', 'method:POST'],
  ['url:/orders', 'path:/orders*'],
  ['ip:127.0.0.1', 'from:127.0.0.1'],
  ['sender:stripe', 'provider:stripe'],
  ['metod:POST', 'method:POST'],
  ['since:10min', 'after:10m'],
  ['after:today', 'after:24h'],
  ['after:"10 minutes ago"', 'after:10m'],
  // headers and parameters
  ['header:x-shop', 'header.x-shop'],
  ['header:x-shop=a', 'header.x-shop:a'],
  ['headers.X-Shop=a', 'header.x-shop:a'],
  ['header.x-shop=a', 'header.x-shop:a'],
  ['x-github-event:push', 'header.x-github-event:push'],
  ['authorization:Bearer*', 'header.authorization:Bearer*'],
  ['query.page=2', 'query.page:2'],
  ['params.page=2', 'query.page:2'],
  // words between conditions, quotes, wildcards
  ["'two words'", '"two words"'],
  ['“two words”', '"two words"'],
  ['method:POST && path:/a*', 'method:POST path:/a*'],
  ['method:POST || method:PUT', 'method:POST or method:PUT'],
  ['!method:POST', '-method:POST'],
  ['method=POST AND amount>5', 'method:POST AND $.amount>5'],
  ['/order.*paid/', 'order*paid'],
  ['%paid%', 'paid'],
  ['path:/orders', 'path:/orders*'],
  ['path:orders', 'path:*orders*'],
  ['event:paid', 'event:*paid*'],
  ['(amount>50)', '($.amount>50)'],
])('%s: did you mean %s?', (typed, meant) => {
  expect(nearMisses(typed)[0]).toBe(meant)
})

test('offers what may have been meant instead', () => {
  expect(nearMisses('type:order.paid')).toEqual(['event:order.paid', '$.type==order.paid'])
})

test.each(['', 'hello', '"a > b"', 'method:POST', '$.amount>50', 'has:body -is:pinned', 'path:/orders/*'])(
  '%j needs no hint',
  (fine) => {
    expect(nearMisses(fine)).toEqual([])
  },
)

test('offers at most three filters, all valid, whatever is typed', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'a',
      'type',
      'header',
      '.',
      ':',
      '=',
      '>',
      '"',
      "'",
      ' ',
      '(',
      ')',
      '!',
      '&&',
      '$',
      '[',
      ']',
      '/',
      '%',
      '*',
      '-',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((all) => all.join('')),
      ),
      (typed) => {
        const found = nearMisses(typed)
        expect(found.length).toBeLessThanOrEqual(3)
        for (const each of found) expect(parseFilter(each).ok).toBe(true)
      },
    ),
  )
})

test('reads a long filter a bounded number of times', () => {
  const parsed = vi.mocked(parseFilter).mock.calls
  for (const typed of [
    'a'.repeat(1000),
    '>'.repeat(1000),
    '"'.repeat(1000),
    'a:'.repeat(500),
    "'".repeat(1000),
    '('.repeat(1000),
  ]) {
    parsed.length = 0
    nearMisses(typed)
    expect(parsed.reduce((chars, [text]) => chars + text.length, 0)).toBeLessThanOrEqual(20 * typed.length)
  }
})
