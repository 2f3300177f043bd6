import { cx } from '../../ui/cx'
import { StatusCode } from '../../ui/method-and-status'
import { type BreakName, type BreakResult, isExpected, summaryOf } from './break-test'

export const BREAKS: Readonly<Record<BreakName, string>> = {
  signature: 'Another signature',
  timestamp: 'An old timestamp',
  body: 'A changed body',
  secret: 'Another secret',
}

/** Which of the broken requests the receiver refused. */
export function BreakResults({ results }: { results: readonly BreakResult[] }) {
  const right = results.find(({ broken }) => broken === null)
  const rightAccepted = right?.state === 'answered' && isExpected(right, right.status, true) === true
  return (
    <>
      <p role="status" className="text-sm empty:hidden">
        {summaryOf(results, BREAKS)}
      </p>
      <table aria-label="What the receiver refused" className="w-full text-left text-xs">
        <thead>
          <tr className="text-muted">
            <th className="py-1 pr-2 font-medium">Sent with</th>
            <th className="py-1 pr-2 font-medium">Status</th>
            <th className="py-1 font-medium">So the receiver</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <tr key={result.broken ?? 'right'} className="border-t border-line/60 align-baseline">
              <td className="py-1.5 pr-2">{result.broken === null ? 'A correct signature' : BREAKS[result.broken]}</td>
              <td className="py-1.5 pr-2">{result.state === 'answered' ? <StatusCode status={result.status} /> : '–'}</td>
              <td className="py-1.5">
                <Judgement result={result} rightAccepted={rightAccepted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Judgement({ result, rightAccepted }: { result: BreakResult; rightAccepted: boolean }) {
  if (result.state === 'waiting') return <span className="text-faint">…</span>
  if (result.state === 'failed') return <span className="break-words text-danger">{result.why}</span>
  const fine = isExpected(result, result.status, rightAccepted)
  return (
    <span className={cx('font-medium', fine === null ? 'text-muted' : fine ? 'text-ok' : 'text-danger')}>
      {sentence(result.broken, fine, result.status)}
    </span>
  )
}

function sentence(broken: BreakName | null, fine: boolean | null, status: number | null): string {
  if (broken === null) return fine ? 'accepts it' : whyRefused(status)
  if (fine === null) return 'also refuses the correct one, so this proves nothing'
  if (!fine) return 'accepts it: it does not check this'
  return status !== null && status >= 500 ? 'refuses it with a server error: it should respond with 400 or 401' : 'refuses it'
}

/** What the refusal of a correctly signed request probably means. */
function whyRefused(status: number | null): string {
  if (status === null || status >= 500) return 'fails with a server error, which says nothing about the signature'
  if (status === 404 || status === 405 || status === 410) return 'takes no webhooks at this URL: is the target right?'
  if (status < 400) return 'redirects, and redirects are not followed: enter the final URL'
  return 'refuses a correct signature: does it use the same secret?'
}
