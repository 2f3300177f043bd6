import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export const awsSns: KnownSender = {
  id: 'aws-sns',
  label: 'Amazon SNS',
  recognise({ header, json }) {
    const topic = header('x-amz-sns-topic-arn') ?? textAt(json(), 'TopicArn')
    const event = header('x-amz-sns-message-type') ?? textAt(json(), 'Type')
    if (event === null || !topic?.startsWith('arn:')) return null
    return {
      event,
      summary: joined(', ', topic.split(':').at(-1), textAt(json(), 'Subject')),
      messageId: header('x-amz-sns-message-id') ?? textAt(json(), 'MessageId'),
    }
  },
}
