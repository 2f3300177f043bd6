import { type ShowRequest, showBody } from '#lib/viewers/show-body'
import type { WorkerAnswer } from './worker-answer'
import { buffersOf } from './worker-answer'

/** What the worker's global scope has and the page's types lack. */
type Port = {
  onmessage: ((event: MessageEvent<ShowRequest>) => void) | null
  postMessage(answer: WorkerAnswer, transfer?: Transferable[]): void
}

const port = self as unknown as Port

/** One request, some reports of how far it is, one answer. To stop it the page ends the worker. */
port.onmessage = async ({ data }) => {
  const shown = await showBody(data, (done, total) => port.postMessage({ done, total }))
  port.postMessage({ shown }, buffersOf(shown))
}
