import { curl } from './curl'
import type { Exporter, ExporterKind } from './exporter'
import { fetch } from './fetch'
import { go } from './go'
import { httpie } from './httpie'
import { node } from './node'
import { powershell } from './powershell'
import { python } from './python'
import { pythonRequests } from './python-requests'
import { rawHttp } from './raw-http'

/** In menu order. */
export const exporters = {
  curl,
  httpie,
  fetch,
  node,
  python,
  'python-requests': pythonRequests,
  go,
  powershell,
  'raw-http': rawHttp,
} satisfies Record<ExporterKind, Exporter>
