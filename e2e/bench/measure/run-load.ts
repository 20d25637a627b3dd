import { spawn } from 'node:child_process'

/** Figures of one load on one server; units stand in the names. */
export type Figures = Record<string, number>

/** Runs a load generator, a process of its own, and reads the JSON of its last line. @throws Error with its output when it fails or takes longer than `timeoutMs`. */
export function runLoad(file: string, options: unknown, onStarted?: () => void): Promise<Figures> {
  return runProgram(file, [JSON.stringify(options)], { onStarted })
}

/** `onStarted` is called when the program prints a line `started`: what came before, such as joining, is not measured. */
export function runProgram(
  file: string,
  args: string[],
  { timeoutMs = 180_000, onStarted }: { timeoutMs?: number; onStarted?: (() => void) | undefined } = {},
): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/^started$/m.test(chunk.toString())) onStarted?.()
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.once('exit', (code) => {
      clearTimeout(timer)
      const last = output.trim().split('\n').at(-1) ?? ''
      if (code !== 0 || !last.startsWith('{')) reject(new Error(`${file} ended with ${code}: ${output.slice(-1000)}`))
      else resolve(JSON.parse(last) as Figures)
    })
  })
}
