import { z } from 'zod'
import type { BinChange } from './bin-event'
import type { BusMessage } from './bus'
import type { ConnectedListener, ListenerMessage, ResendJob } from './connected-listener'

/** A message as it is sent, as JSON. `from` lets a process skip its own messages. */
export type BusEnvelope = { from: string; message: BusMessage }

/** The type requires every event type here, because a missing one would not reach the other processes. */
const EVENT_TYPES = {
  'capture:deleted': true,
  'capture:updated': true,
  'bin:cleared': true,
  'bin:rechecked': true,
  'bin:updated': true,
  'bin:deleted': true,
  delivery: true,
  'forward:updated': true,
  'forward:deleted': true,
  'access:changed': true,
} satisfies Record<BinChange['type'], true>

const reached = z.object({ reached: z.array(z.tuple([z.string(), z.int().min(0)])) })
const missed = z.object({ missed: z.literal(true) })
/** Not validated: another process of this installation wrote it. */
const trusted = <T>() => z.looseObject({}).transform((read) => read as unknown as T)
// The fields of an event are not validated either.
const event = z.looseObject({ type: z.enum(Object.keys(EVENT_TYPES)) }).transform((read) => read as unknown as BinChange)
const happened = z.object({ happened: z.array(z.tuple([z.string(), event])) })
const signedOut = z.object({ signedOut: z.string() })
const keyEnded = z.object({ keyEnded: z.string() })
const listening = z.object({ listening: z.object({ process: z.string(), listeners: z.array(trusted<ConnectedListener>()) }) })
const job = z.object({ job: z.object({ listener: z.string(), job: trusted<ResendJob>() }) })
const said = z.object({ said: z.object({ about: z.string(), word: trusted<ListenerMessage>() }) })
const message = z.union([reached, happened, missed, signedOut, keyEnded, listening, job, said])
const envelope = z.object({ from: z.string(), message })

export function writeBusMessage(message: BusEnvelope): string {
  return JSON.stringify(message)
}

/** null if `text` is not a known message: an older or newer release may share the channel for a while. */
export function readBusMessage(text: string): BusEnvelope | null {
  try {
    const { success, data } = envelope.safeParse(JSON.parse(text))
    return success ? data : null
  } catch {
    return null
  }
}
