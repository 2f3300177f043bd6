import { createHandler, type WorkerRequest, type WorkerResponse } from './worker-messages'

type Port = {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null
  postMessage(answer: WorkerResponse): void
}

const port = self as unknown as Port
const answer = createHandler()

// Computations run synchronously. To stop one, the page terminates the worker.
port.onmessage = ({ data }) => port.postMessage(answer(data))
