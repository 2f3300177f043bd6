import { needsIsolation, visiblePieces } from '#lib/core/visible-text'

/** Text that a sender chose: kept apart from what is around it, whatever its direction, with hidden characters as escapes. */
export function Captured({ text }: { text: string }) {
  if (!needsIsolation(text)) return text
  return (
    <bdi dir="ltr">
      <Visible text={text} />
    </bdi>
  )
}

/** The same within something that is kept apart already. */
export function Visible({ text }: { text: string }) {
  return visiblePieces(text).map((piece, i) =>
    piece.hidden ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no other name
      <span key={i} title="An invisible character" className="rounded-xs bg-warn-soft text-warn">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  )
}
