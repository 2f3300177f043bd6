import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://docs.gitlab.com/user/project/integrations/webhook_events/ */
export const gitlab: SampleProvider = {
  sender: 'gitlab',
  schemes: ['gitlab', 'gitlab-token'],
  events: {
    'Push Hook': (fresh) => {
      const [before, after] = [fresh.hex(40), fresh.hex(40)]
      return event(fresh, 'Push Hook', {
        object_kind: 'push',
        event_name: 'push',
        before,
        after,
        ref: 'refs/heads/main',
        checkout_sha: after,
        user_id: 4108,
        user_name: 'Ines Moreau',
        user_username: 'ines',
        project_id: PROJECT.id,
        commits: [{ id: after, title: 'Water the seedlings twice a day', timestamp: fresh.iso(-60), modified: ['schedule.yml'] }],
        total_commits_count: 1,
      })
    },
    'Merge Request Hook.open': (fresh) =>
      event(fresh, 'Merge Request Hook', {
        object_kind: 'merge_request',
        event_type: 'merge_request',
        user: USER,
        object_attributes: {
          id: Number(fresh.digits(9)),
          iid: 27,
          action: 'open',
          state: 'opened',
          title: 'Close the roof when it rains',
          source_branch: 'roof',
          target_branch: 'main',
          draft: false,
          created_at: fresh.iso(),
        },
      }),
    'Pipeline Hook': (fresh) =>
      event(fresh, 'Pipeline Hook', {
        object_kind: 'pipeline',
        user: USER,
        object_attributes: {
          id: Number(fresh.digits(10)),
          ref: 'main',
          status: 'failed',
          stages: ['build', 'test'],
          sha: fresh.hex(40),
          created_at: fresh.iso(-240),
          finished_at: fresh.iso(),
          duration: 234,
        },
      }),
  },
}

const USER = { id: 4108, name: 'Ines Moreau', username: 'ines' }
const PROJECT = {
  id: 60_214,
  name: 'greenhouse',
  path_with_namespace: 'fern-and-field/greenhouse',
  web_url: 'https://gitlab.com/fern-and-field/greenhouse',
  default_branch: 'main',
}

function event({ uuid }: SampleValues, name: string, body: object): SampleRequest {
  return jsonRequest(
    {
      'User-Agent': 'GitLab/18.6.0',
      'Idempotency-Key': uuid(),
      'X-Gitlab-Event': name,
      'X-Gitlab-Webhook-UUID': uuid(),
      'X-Gitlab-Instance': 'https://gitlab.com',
      'X-Gitlab-Event-UUID': uuid(),
    },
    { ...body, project: PROJECT },
  )
}
