import { AppError } from '#lib/core/errors'

/** What the exchanges that are under way may take of this process's memory, all together. */
export type SendRoom = {
  /** Takes room for one exchange and gives the function that leaves it. @throws `too_many_requests` where there is none */
  enter(bytes: number): () => void
}

/** Slow targets hold bodies for as long as the deadline; without a bound, a few hundred of them would take all memory. */
export function createSendRoom(bytesMax: number): SendRoom {
  let takenBytes = 0
  return {
    enter(bytes) {
      // The first one always has room, so that no setting of body sizes makes resends impossible.
      if (takenBytes > 0 && takenBytes + bytes > bytesMax) throw noRoom()
      takenBytes += bytes
      return () => {
        takenBytes -= bytes
      }
    },
  }
}

function noRoom(): AppError {
  const headers = { 'retry-after': '1' }
  return new AppError('too_many_requests', 'Too many resends are under way. Try again in a moment.', { headers })
}
