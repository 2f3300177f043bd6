export type JsonTypesLanguage = 'typescript' | 'json-schema' | 'zod'

export const JSON_TYPES_LABELS = {
  typescript: 'TypeScript',
  'json-schema': 'JSON Schema',
  zod: 'Zod',
} satisfies Record<JsonTypesLanguage, string>

const TARGETS = { typescript: 'typescript', 'json-schema': 'schema', zod: 'typescript-zod' } as const

/**
 * Generates one type in `language` that fits all samples. Fields that some samples lack become optional, so more samples give a better
 * type. The first call loads the inference library, which is large.
 *
 * @param samples JSON texts
 * @param name name of the outermost type
 * @throws {RangeError} if there is no sample
 * @throws {SyntaxError} if a sample is not JSON
 */
export async function jsonTypes(samples: readonly string[], name: string, language: JsonTypesLanguage): Promise<string> {
  if (samples.length === 0) throw new RangeError('there is no JSON body to generate a type from')
  for (const sample of samples) JSON.parse(sample) // the library's own errors don't say what failed
  const { InputData, jsonInputForTargetLanguage, quicktype } = await import('quicktype-core')
  const lang = TARGETS[language]
  const json = jsonInputForTargetLanguage(lang)
  await json.addSource({ name, samples: [...samples] })
  const inputData = new InputData()
  inputData.addInput(json)
  const { lines } = await quicktype({
    inputData,
    lang,
    rendererOptions: language === 'typescript' ? { 'just-types': 'true' } : {},
    allPropertiesOptional: false,
    inferDateTimes: language === 'json-schema',
    inferIntegerStrings: false,
    inferBooleanStrings: false,
    inferUuids: language === 'json-schema',
    inferEnums: samples.length >= ENUM_SAMPLES_MIN,
  })
  return `${lines.join('\n').trimEnd()}\n`
}

/** With fewer samples, every string would be taken for an enum. */
const ENUM_SAMPLES_MIN = 10
