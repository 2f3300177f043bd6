/** Every way of showing a body, and its name in the menu. The registry in `viewers.ts` has one viewer for each, by type. */
export const VIEWER_LABELS = {
  json: 'JSON',
  ndjson: 'NDJSON',
  form: 'Form',
  multipart: 'Multipart',
  graphql: 'GraphQL',
  jwt: 'JWT',
  xml: 'XML',
  html: 'HTML',
  csv: 'CSV',
  protobuf: 'Protobuf',
  msgpack: 'MessagePack',
  cbor: 'CBOR',
  image: 'Image',
  pdf: 'PDF',
  text: 'Text',
  hex: 'Hex',
} as const

export type ViewerKind = keyof typeof VIEWER_LABELS

export const VIEWER_KINDS = Object.keys(VIEWER_LABELS) as ViewerKind[]
