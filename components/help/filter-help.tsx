import { HelpTable } from './help-table'

const EXAMPLES = [
  ['method:POST path:/orders/* body.action=="opened"', 'All conditions must hold.'],
  ['provider:stripe (event:invoice.paid or event:charge.*)', 'Use or, not and parentheses. * stands for any text.'],
  ['header.x-github-event:push -has:delivery', 'A minus means not: here, requests that were neither resent nor forwarded.'],
  ['$.amount>100 or $.total_price>100', '$ is the JSON body. Numbers in strings are compared as numbers.'],
] as const

/** Every field of the language; tests compare the names with the parser. */
export const FILTER_FIELDS = [
  ['hello  "two words"', 'The text is in the request line, a header, the note, the sender or the body.'],
  ['method:POST', 'The method.'],
  ['path:/orders/*', 'The path, case-sensitive.'],
  ['query:page  query.page:2  query.page', 'The query contains a text; a parameter has a value; a parameter exists.'],
  ['header.NAME:value  header.NAME', 'A header has a value; a header exists.'],
  ['type:json', 'The content type contains a text.'],
  ['agent:curl', 'The user agent contains a text.'],
  ['from:192.0.2.*', 'The address of the sender.'],
  ['provider:stripe', 'The sender that Creel recognised.'],
  ['event:invoice.paid', 'The event. event:issues also finds issues.opened.'],
  ['message:ID', 'The id that the sender gave the message, the same in every retry.'],
  ['crc:cbf43926', 'The CRC-32 of the body.'],
  ['body:text', 'The body contains a text.'],
  [
    '$.amount>100  body.action=="opened"  $.items[*].id:evt_*',
    'A value in a JSON or form body. A path alone matches if it exists.',
  ],
  ['size:>10kb', 'The size of the body in bytes. Also >=, <, <=, != and, without a sign, equal.'],
  ['seq:>100', 'The number of the request.'],
  ['reply:401  reply:>=500', 'The status that the sender got.'],
  [
    'after:10m  before:2026-05-04T10:00',
    'Received after or before that time: 90s, 10m, 2h, 7d, 1w ago, a date or a time in UTC.',
  ],
  [
    'is:pinned  is:truncated  is:aborted  is:refused',
    'Requests that are pinned; whose body is truncated; whose sender disconnected midway; that failed the bin’s requirements.',
  ],
  [
    'has:body  has:query  has:note  has:delivery  has:provider',
    'Requests that have one. has:delivery: resent or forwarded at least once.',
  ],
  [
    'signature:valid  signature:invalid  signature:late  signature:missing  signature:none',
    'The verdict on its signature with the bin’s secrets; none: no secret applies.',
  ],
  [
    'forward:pending  forward:dead  forward:done  forward:staging.dead',
    'Requests that a forward still has to deliver, has given up on, or has delivered. With a name: that forward only.',
  ],
  ['note:bug', 'The note contains a text.'],
] as const

export function FilterHelp() {
  return (
    <>
      <p>
        Press <kbd>/</kbd> or click the filter above the list. Words search everything. Conditions search a field:
      </p>
      <HelpTable label="Examples" head={['Example', 'Meaning']} rows={EXAMPLES} />
      <HelpTable label="Fields" head={['Condition', 'Matches']} rows={FILTER_FIELDS} />
      <p>
        Text matches in upper and lower case, except in <code>path:</code>. <code>==</code> compares exactly: <code>100</code>,{' '}
        <code>true</code> and <code>null</code> are values, in quotes they are text. Put <code>\</code> before <code>"</code>,{' '}
        <code>*</code>, <code>\</code>, a parenthesis or a space to take it literally.
      </p>
    </>
  )
}
