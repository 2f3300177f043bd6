import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developers.zoom.us/docs/api/webhooks/ */
export const zoom: SampleProvider = {
  sender: 'zoom',
  schemes: ['zoom'],
  events: {
    'meeting.started': (fresh) => event(fresh, 'meeting.started', { start_time: fresh.iso() }),
    'recording.completed': (fresh) =>
      event(fresh, 'recording.completed', {
        start_time: fresh.iso(-2700),
        share_url: `https://zoom.us/rec/share/${fresh.text(24)}`,
        total_size: 84_213_996,
        recording_count: 1,
        recording_files: [{ id: fresh.uuid(), file_type: 'MP4', file_size: 84_213_996, status: 'completed' }],
      }),
  },
}

function event({ now, digits, text }: SampleValues, name: string, what: object): SampleRequest {
  return jsonRequest(
    {
      'User-Agent': 'Zoom Marketplace/1.0a',
      Accept: '*/*',
      'Content-Type': 'application/json; charset=utf-8',
      clientid: text(22),
    },
    {
      event: name,
      event_ts: now,
      payload: {
        account_id: text(22),
        object: {
          id: digits(11),
          uuid: `${text(22)}==`,
          host_id: text(22),
          topic: 'Planting plan for spring',
          type: 2,
          duration: 45,
          timezone: 'Europe/Zurich',
          ...what,
        },
      },
    },
  )
}
