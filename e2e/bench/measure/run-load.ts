import { spawn } from 'node:child_process'

/** Figures of one load on one server; units stand in the names. */
export type Figures = Record<string, number>

/** Called at each mark of the program, which goes on once it has answered. */
type OnMark = (name: string) => Promise<void>

/** Runs a load generator, a process of its own, and reads the JSON of its last line. @throws Error with its output when it fails or takes longer than `timeoutMs`. */
export function runLoad(file: string, options: unknown, onMark?: OnMark): Promise<Figures> {
  return runProgram(file, [JSON.stringify(options)], { onMark })
}

export function runProgram(
  file: string,
  args: string[],
  { timeoutMs = 120_000, onMark }: { timeoutMs?: number; onMark?: OnMark | undefined } = {},
): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let output = ''
    let read = 0
    let marked: Promise<unknown> = Promise.resolve()
    child.stdin.on('error', () => {})
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (let end = output.indexOf('\n', read); end !== -1; end = output.indexOf('\n', read)) {
        const [, name] = /^mark (\S+)$/.exec(output.slice(read, end)) ?? []
        read = end + 1
        if (name) marked = marked.then(() => onMark?.(name)).then(() => child.stdin.write('\n'), giveUp)
      }
    })
    const giveUp = (error: unknown) => {
      child.kill('SIGKILL')
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const timer = setTimeout(
      () => giveUp(new Error(`${file} was not done within ${timeoutMs / 1000} s: ${output.slice(-1000)}`)),
      timeoutMs,
    )
    child.once('exit', (code) => {
      clearTimeout(timer)
      const last = output.trim().split('\n').at(-1) ?? ''
      if (code !== 0 || !last.startsWith('{')) reject(new Error(`${file} ended with ${code}: ${output.slice(-1000)}`))
      else resolve(JSON.parse(last) as Figures)
    })
  })
}
