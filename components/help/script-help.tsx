/** The API in three lines. `origin`: this server's URL. */
export function ScriptHelp({ origin }: { origin: string }) {
  const lines = [
    `curl -X POST '${origin}/api/v1/bins' -H 'content-type: application/json' -d '{"name": "ci"}'`,
    `curl '${origin}/api/v1/bins/BIN/captures?limit=1' -H 'Authorization: Bearer ck_…'`,
    `curl -N '${origin}/api/v1/bins/BIN/events?after=0' -H 'Authorization: Bearer ck_…'`,
  ]
  return (
    <>
      <p>Everything the page does is a REST call. Create a bin, read its newest request, follow it live:</p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it
        tabIndex={0}
        aria-label="API examples"
        className="scroll-thin overflow-x-auto rounded-lg border border-line bg-sunken p-3.5"
      >
        <pre className="text-xs leading-6 text-ink">{lines.join('\n')}</pre>
      </section>
      <p>
        Every call is described in the{' '}
        <a href="/api/openapi.json" className="text-accent-text underline underline-offset-2">
          OpenAPI document
        </a>
        .
      </p>
    </>
  )
}
