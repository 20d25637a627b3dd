import { spawn } from 'node:child_process'

export interface StepResult {
  name: string
  passed: boolean
  seconds: number
}

/** Runs one command of ours to its end, its output passed through, and says how it went. Several may run at once: none of them draws over the others. */
export function runStep(name: string, command: string, args: string[], env: Record<string, string> = {}): Promise<StepResult> {
  const startedAt = performance.now()
  console.log(`\n▸ ${name}`)
  return new Promise((resolve) => {
    const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...colors, ...env } })
    child.stdout.pipe(process.stdout, { end: false })
    child.stderr.pipe(process.stderr, { end: false })
    const end = (passed: boolean) => {
      const seconds = (performance.now() - startedAt) / 1000
      console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
      resolve({ name, passed, seconds })
    }
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}
