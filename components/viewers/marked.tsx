/** Text with every place of `needle` marked, whatever its case. */
export function Marked({ text, needle }: { text: string; needle: string }) {
  if (needle === '') return text
  const pattern = new RegExp(`(${needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'gi')
  // Odd pieces are the matches: `split` keeps what the group caught.
  return text.split(pattern).map((piece, i) => {
    return i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no other name
      <mark key={i} className="rounded-xs bg-warn-soft text-warn">
        {piece}
      </mark>
    ) : (
      piece
    )
  })
}
