import { answerTo, type WorkerAnswer, type WorkerAsk } from './worker-messages'

type Port = {
  onmessage: ((event: MessageEvent<WorkerAsk>) => void) | null
  postMessage(answer: WorkerAnswer): void
}

const port = self as unknown as Port
const answer = answerTo()

// To stop what runs in one go, the page ends the worker.
port.onmessage = ({ data }) => port.postMessage(answer(data))
