import type { Flags } from '../flags'
import { peer } from './peer'
import { bareHttp, sqliteLimit, sqliteLimitTuned } from './plain-server'
import type { Subject } from './subject'

/** The subjects that were asked for. @throws where one is unknown */
export async function findSubjects(flags: Flags): Promise<readonly Subject[]> {
  const known = [bareHttp, sqliteLimit, sqliteLimitTuned]
  const unknown = flags.only?.find((key) => !known.some((subject) => subject.key === key))
  if (unknown !== undefined)
    throw new Error(`There is no subject "${unknown}". Subjects: ${known.map(({ key }) => key).join(', ')}.`)
  const wanted = known.filter(({ key }) => flags.only === null || flags.only.includes(key))
  return [...wanted, ...flags.peers.map(({ name, url }) => peer(name, url))]
}
