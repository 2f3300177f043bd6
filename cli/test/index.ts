export { createBin } from './bin'
export { matchers } from './matchers'
