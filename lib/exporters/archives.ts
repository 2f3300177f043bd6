import type { Archive, ArchiveKind } from './archive'
import { csv } from './csv'
import { har } from './har'
import { ndjson } from './ndjson'
import { zip } from './zip'

/** In menu order. */
export const archives = { ndjson, har, csv, zip } satisfies Record<ArchiveKind, Archive>
