import { runAsProcess } from './process'

declare const CREEL_CLI_VERSION: string // put in by the bundler

await runAsProcess(process.argv.slice(2), { version: CREEL_CLI_VERSION })
