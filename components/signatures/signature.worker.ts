import { answerTo, type WorkerAnswer, type WorkerAsk } from './worker-messages'

type Port = {
  onmessage: ((event: MessageEvent<WorkerAsk>) => void) | null
  postMessage(answer: WorkerAnswer): void
}

const port = self as unknown as Port
const answer = answerTo()

// Computations run synchronously. To stop one, the page terminates the worker.
port.onmessage = ({ data }) => port.postMessage(answer(data))
