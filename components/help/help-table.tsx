type Props = { label: string; head: readonly [string, string]; rows: readonly (readonly [string, string])[] }

export function HelpTable({ label, head, rows }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls sideways, so the keyboard must reach it
    <section tabIndex={0} aria-label={label} className="scroll-thin overflow-x-auto rounded-lg border border-line">
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {head.map((title) => (
              <th key={title} scope="col" className="px-3 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([code, meaning]) => (
            <tr key={code} className="border-b border-line/60 align-top last:border-b-0">
              <td className="px-3 py-2">
                <code className="text-xs whitespace-pre-wrap text-ink">{code}</code>
              </td>
              <td className="px-3 py-2 text-muted">{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
