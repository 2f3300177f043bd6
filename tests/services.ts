import { findTestServices } from '../scripts/test-services.mjs'

/** The PostgreSQL and Redis that tests may use; null if it does not answer. npm test reports skipped tests; in CI they are a failure. */
export const { postgresUrl, redisUrl } = await findTestServices()
