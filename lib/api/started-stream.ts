/**
 * A body whose pieces are generated as the reader takes them. The first is generated before this resolves, so that a failure at the start
 * can still be answered with an error. When `ending` is aborted, the stream breaks off at once, even if nobody reads it: otherwise it
 * would keep the memory of its pieces. `ending` is aborted here when the reader cancels, which must stop a piece in progress.
 *
 * @throws what generating the first piece throws
 */
export async function startedStream(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  ending: AbortController,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { signal } = ending
  let next: IteratorResult<Uint8Array<ArrayBuffer>> | null = await pieces.next()
  const end = () => pieces.return(undefined).catch(() => {}) // it was told to stop, and says so
  return new ReadableStream(
    {
      start(controller) {
        const breakOff = () => {
          controller.error(signal.reason)
          void end()
        }
        if (signal.aborted) breakOff()
        else signal.addEventListener('abort', breakOff, { once: true })
      },
      async pull(controller) {
        const { done, value } = next ?? (await pieces.next())
        next = null
        if (signal.aborted) return
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        ending.abort()
        await end()
      },
    },
    { highWaterMark: 0 },
  )
}
