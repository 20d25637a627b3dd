import { startSandbox } from '@atrium/sandbox/start-sandbox.ts'

/** The sandbox as a process of its own, so that what it costs is not the measuring process's. */
const { url } = await startSandbox({ port: 0 })
console.log(`ready ${url}`)
