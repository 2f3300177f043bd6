export type JsonTypesLanguage = 'typescript' | 'json-schema' | 'zod'

export const JSON_TYPES_LABELS = {
  typescript: 'TypeScript',
  'json-schema': 'JSON Schema',
  zod: 'Zod',
} satisfies Record<JsonTypesLanguage, string>

const TARGETS = { typescript: 'typescript', 'json-schema': 'schema', zod: 'typescript-zod' } as const

/**
 * One type that all samples fit, written in `language`. Fields that some samples lack become optional; the more samples, the
 * truer the type. Loads the inference, which is large, when first called.
 *
 * @param samples JSON texts
 * @param name of the outermost type
 * @throws {RangeError} where there is no sample
 * @throws {SyntaxError} where a sample is not JSON
 */
export async function jsonTypes(samples: readonly string[], name: string, language: JsonTypesLanguage): Promise<string> {
  if (samples.length === 0) throw new RangeError('there is no JSON body to generate a type from')
  for (const sample of samples) JSON.parse(sample) // the inference tells no more than that something failed
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

/** Of a few samples every string would look like one of a fixed set. */
const ENUM_SAMPLES_MIN = 10
