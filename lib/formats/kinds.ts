/**
 * Every format that a body can be shown in, with its menu label. The type of the registry in `formats.ts` requires an entry for each.
 */
export const FORMAT_LABELS = {
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

export type FormatKind = keyof typeof FORMAT_LABELS

export const FORMAT_KINDS = Object.keys(FORMAT_LABELS) as FormatKind[]
