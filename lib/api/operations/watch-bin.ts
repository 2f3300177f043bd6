import { z } from 'zod'
import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import { LIMITS } from '#lib/core/limits'
import { connectListener, type ListenerStream } from '#lib/services/listeners/connect-listener'
import { watchBin as watch } from '#lib/services/watch-bin'
import { eventStream } from '../event-stream'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'
import { listenerName } from '../request-input'

export const watchBin = defineOperation({
  id: 'watchBin',
  method: 'GET',
  path: '/api/v1/bins/{bin}/events',
  summary: 'Watch a bin, as Server-Sent Events',
  description:
    'Events: `capture` (a CaptureSummary, its seq as `id`), `capture:deleted`, `capture:updated` (what has changed: `pinned`, `note`, `sender`, `messageId`, `signature`, `reply`), `bin:cleared`, `bin:rechecked` (`fromSeq` and `throughSeq`: verdicts of older captures changed, load them again), `bin:updated` (a Bin without `response.body`), `bin:deleted` ' +
    '(the stream ends), `access:ended` (the link or the access key was revoked or replaced or has expired; the stream ends), `delivery` (a Delivery without `responseBody`). Captures come in seq order, without gaps or duplicates: first the ' +
    'stored ones after `after`, then new ones. Without `after`, only new ones. `Last-Event-ID` takes precedence over `after`, so an ' +
    'EventSource resumes by itself. A comment every 15 s keeps the connection open. With `listener`, which takes a key of scope `full` as Bearer, the caller is one of ' +
    'the `listeners` of the bin for as long as it is connected, under that name.',
  access: 'reader',
  params: ['bin'],
  query: z
    .strictObject({
      after: queryNumber(0).optional().describe('The seq of the last capture already seen; 0 for all.'),
      listener: listenerName
        .optional()
        .describe('The name of a program that sends the captures on from the machine where it runs.'),
      answerMs: queryNumber(1, LIMITS.responseDelayMsMax)
        .optional()
        .describe(
          'With `listener`: the longest time that senders to the bin wait for `POST …/captures/{capture}/answer`. If there are several listeners, the latest responds.',
        ),
    })
    .refine(({ listener, answerMs }) => answerMs === undefined || listener !== undefined, {
      path: ['answerMs'],
      message: 'needs `listener`',
    }),
  answer: { status: 200, description: 'The stream.', contentType: 'text/event-stream' },
  errors: ['too_many_requests'],
  async run(rt, { params, query }, { actor, origins, address, headers, signal }) {
    const { listener: name, answerMs = null } = query
    const stream = await watch(rt, actor, params.bin, { after: lastEventId(headers) ?? query.after, origins })
    const { start } = name === undefined ? stream : await connectListener(rt, actor, params.bin, stream, { name, answerMs })
    const leave = rt.limits.streams.acquire(limitSubject(address))
    if (!leave) throw tooManyStreams()
    const counted: ListenerStream['start'] = (listener) => {
      const watch = start(listener)
      return {
        stop() {
          watch.stop()
          leave()
        },
      }
    }
    return new Response(eventStream(params.bin, counted, signal, rt.streamBudget), {
      // x-accel-buffering: otherwise nginx would buffer the events.
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  },
})

function lastEventId(headers: Headers): number | undefined {
  const id = headers.get('last-event-id') ?? ''
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

function tooManyStreams(): AppError {
  return new AppError('too_many_requests', 'Too many live streams are open from this address. Close some.', {
    headers: { 'retry-after': '10' },
  })
}
