/** Why a signature is not valid, or a note about a valid one. docs/signatures.md lists the same codes; a test compares them. */
export const CAUSE_CODES = [
  'wrong_secret_other_bin',
  'wrong_secret_kind',
  'secret_whitespace',
  'secret_encoding',
  'secret_previous',
  'secret_empty',
  'body_reserialised',
  'body_newline',
  'body_charset',
  'body_escaping',
  'body_form',
  'body_base64',
  'body_compressed',
  'url_differs',
  'timestamp_late',
  'timestamp_unit',
  'timestamp_future',
  'encoding_differs',
  'algorithm_differs',
  'scheme_differs',
  'header_missing',
  'header_malformed',
  'second_signature_matches',
  'truncated_body',
  'deliberate',
  'big_numbers',
  'unknown',
] as const

export type CauseCode = (typeof CAUSE_CODES)[number]

/**
 * `certain`: recomputing the signature with this one change gave exactly the signature that was sent, which is proof.
 * `fix`: a sentence, followed where it helps by one line of code for each framework.
 */
export type Cause = { code: CauseCode; certain: boolean; title: string; detail: string; fix: string }

/** Ends the detail of a certain cause, after a sentence that says how the signature was computed. */
export const PROOF = 'Computed that way, the signature is exactly the one that was sent.'

/** How a receiver reads the raw bytes before anything parses them. */
const RAW_BODY_LINES = [
  "Express: app.post('/hook', express.raw({ type: '*/*' }), handler), then req.body is a Buffer",
  'Next.js: await request.text() in a route handler; for pages/api, export const config = { api: { bodyParser: false } }',
  "Fastify: app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (req, body, done) => done(null, body))",
  'Flask: request.get_data()',
  'Django: request.body',
  'Rails: request.raw_post',
  'Laravel: $request->getContent()',
  'Spring: a parameter @RequestBody byte[] body',
  'ASP.NET Core: call Request.EnableBuffering(), then read Request.Body before model binding',
  'Go: body, err := io.ReadAll(r.Body)',
]

export const RAW_BODY_FIX = ['Verify the bytes as they arrive, before anything parses them.', ...RAW_BODY_LINES].join('\n')

/** For a body that was changed between signing and arrival. */
export const SENT_BODY_FIX = [
  'Sign exactly the bytes that are sent, and look for a proxy that rewrites bodies. A body that was pasted from a log may differ from the one that was sent.',
  'The receiver must verify the bytes as they arrive.',
  ...RAW_BODY_LINES,
].join('\n')
