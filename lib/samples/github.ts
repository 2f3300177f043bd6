import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const github: SampleProvider = {
  sender: 'github',
  schemes: ['github'],
  events: {
    push: (fresh) => {
      const [before, after] = [fresh.hex(40), fresh.hex(40)]
      const commit = {
        id: after,
        tree_id: fresh.hex(40),
        distinct: true,
        message: 'Water the seedlings twice a day',
        timestamp: fresh.iso(-60),
        url: `https://github.com/fern-and-field/greenhouse/commit/${after}`,
        author: { name: 'Ines Moreau', email: 'ines@fern-and-field.example', username: 'ines-moreau' },
        added: [],
        removed: [],
        modified: ['schedule.yml'],
      }
      return event(fresh, 'push', {
        ref: 'refs/heads/main',
        before,
        after,
        created: false,
        deleted: false,
        forced: false,
        compare: `https://github.com/fern-and-field/greenhouse/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
        commits: [commit],
        head_commit: commit,
        pusher: { name: 'ines-moreau', email: 'ines@fern-and-field.example' },
      })
    },
    'pull_request.opened': (fresh) =>
      event(fresh, 'pull_request', {
        action: 'opened',
        number: 27,
        pull_request: {
          id: Number(fresh.digits(10)),
          number: 27,
          state: 'open',
          title: 'Close the roof when it rains',
          body: 'The sensor says so ten seconds before the first drop.',
          draft: false,
          html_url: 'https://github.com/fern-and-field/greenhouse/pull/27',
          user: USER,
          head: { ref: 'roof', sha: fresh.hex(40) },
          base: { ref: 'main', sha: fresh.hex(40) },
          additions: 48,
          deletions: 5,
          changed_files: 3,
          created_at: fresh.iso(),
          updated_at: fresh.iso(),
        },
      }),
    'issues.opened': (fresh) =>
      event(fresh, 'issues', {
        action: 'opened',
        issue: {
          id: Number(fresh.digits(10)),
          number: 28,
          state: 'open',
          title: 'The humidity chart starts in 1970',
          body: 'Since the update the first point of every chart is at the epoch.',
          labels: [{ name: 'bug', color: 'd73a4a' }],
          html_url: 'https://github.com/fern-and-field/greenhouse/issues/28',
          user: USER,
          comments: 0,
          created_at: fresh.iso(),
        },
      }),
    ping: (fresh) =>
      event(fresh, 'ping', {
        zen: 'Small steps reach far.',
        hook_id: Number(fresh.digits(9)),
        hook: { type: 'Repository', name: 'web', active: true, events: ['push', 'pull_request'], created_at: fresh.iso() },
      }),
  },
}

const USER = { login: 'ines-moreau', id: 5_810_227, type: 'User', site_admin: false }
const REPOSITORY = {
  id: 731_402_885,
  name: 'greenhouse',
  full_name: 'fern-and-field/greenhouse',
  private: false,
  owner: { login: 'fern-and-field', id: 90_114_203, type: 'Organization' },
  html_url: 'https://github.com/fern-and-field/greenhouse',
  default_branch: 'main',
}

function event({ uuid, digits, hex }: SampleValues, name: string, body: object): SampleRequest {
  return jsonRequest(
    {
      Accept: '*/*',
      'User-Agent': `GitHub-Hookshot/${hex(7)}`,
      'X-GitHub-Delivery': uuid(),
      'X-GitHub-Event': name,
      'X-GitHub-Hook-ID': digits(9),
      'X-GitHub-Hook-Installation-Target-ID': String(REPOSITORY.id),
      'X-GitHub-Hook-Installation-Target-Type': 'repository',
    },
    { ...body, repository: REPOSITORY, sender: USER },
  )
}
