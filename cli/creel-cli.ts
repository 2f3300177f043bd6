import { runAsProcess } from './process'

declare const CREEL_CLI_VERSION: string // defined by the bundler

await runAsProcess(process.argv.slice(2), { version: CREEL_CLI_VERSION })
