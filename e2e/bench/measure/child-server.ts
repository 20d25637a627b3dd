import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { INSPECTABLE, settledKb } from './settled-memory.ts'

/** A server under measurement, in a process of its own. */
export interface RunningServer {
  url: string
  /** User and system time of the process since it started, in ms. */
  cpuMs(): Promise<number>
  /** Resident memory in kB, garbage collected. */
  settledKb(): Promise<number>
  stop(): Promise<void>
}

/**
 * Starts `node file …args` and waits for a line `ready <url>` on its output.
 * @throws Error with its last lines when it ends or says nothing for 30 s.
 */
export async function startChildServer(file: string, args: string[], env: Record<string, string> = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...INSPECTABLE, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} said nothing for 30 s:\n${output.slice(-2000)}`)), 30_000)
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-8000)
      const ready = /^ready (\S+)$/m.exec(output)
      if (!ready?.[1]) return
      clearTimeout(timer)
      resolve(ready[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}:\n${output.slice(-2000)}`)))
  })
  const pid = child.pid ?? 0
  return {
    url,
    ...measuredProcess(
      () => pid,
      () => output,
    ),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Reads what a process has used so far; Linux only. `output`: what it has printed. */
export function measuredProcess(pid: () => number, output: () => string): Pick<RunningServer, 'cpuMs' | 'settledKb'> {
  return { cpuMs: () => cpuMsOf(pid()), settledKb: () => settledKb(pid(), output) }
}

/** Fields 14 and 15 of /proc/pid/stat, in ticks of 10 ms. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
