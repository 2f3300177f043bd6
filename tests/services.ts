import { findTestServices } from '../scripts/test-services.mjs'

/** The PostgreSQL and Redis that tests may use; null where it does not answer. npm test says what was left out; in CI that is a failure. */
export const { postgresUrl, redisUrl } = await findTestServices()
