import { needsIsolation, visiblePieces } from '#lib/core/visible-text'

/** Text from a sender: isolated from its surroundings, whatever its direction, with invisible characters as escapes. */
export function Captured({ text }: { text: string }) {
  if (!needsIsolation(text)) return text
  return (
    <bdi dir="ltr">
      <Visible text={text} />
    </bdi>
  )
}

/** Like `Captured`, inside an element that is already isolated. */
export function Visible({ text }: { text: string }) {
  return visiblePieces(text).map((piece, i) =>
    piece.hidden ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other key
      <span key={i} title="An invisible character" className="rounded-xs bg-warn-soft text-warn">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  )
}
