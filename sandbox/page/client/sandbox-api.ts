import type { PageApp } from '../page-apps.ts'
import type { PageLogDetail, PageLogEntry } from '../page-log.ts'
import type { PageChannel, PageSidebar, PageWorkspaces } from '../page-state.ts'
import type { Json } from './rich-text.ts'

async function read<T>(path: string): Promise<T> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return (await response.json()) as T
}

export const readWorkspaces = (): Promise<PageWorkspaces> => read('/page/workspaces')
export const readSidebar = (userId: string): Promise<PageSidebar> => read(`/page/sidebar/${userId}`)
export const readChannel = (userId: string, channelId: string): Promise<PageChannel> => read(`/page/channel/${userId}/${channelId}`)
export const readLog = (): Promise<PageLogEntry[]> => read('/page/log')
export const readLogDetail = (key: string): Promise<PageLogDetail> => read(`/page/log/${key}`)
export const readApps = (): Promise<PageApp[]> => read('/page/apps')
export const readMethods = (): Promise<string[]> => read('/page/methods')

export interface ActResult extends Json {
  ok?: boolean
  error?: string
  errors?: Record<string, string>
  channel_id?: string
  ts?: string
}

/** Does something to the sandbox. Refusals come back as `error`. */
export async function control(name: string, input: Json): Promise<ActResult> {
  try {
    const response = await fetch(`/control/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return (await response.json()) as ActResult
  } catch {
    return { error: 'the sandbox does not answer' }
  }
}

/** Does something as a person. */
export const act = (name: string, input: Json): Promise<ActResult> => control(`act.${name}`, input)

export interface Watcher {
  changed(): void
  /** Only the log did. */
  logged(): void
  connected(isConnected: boolean): void
}

const SOON_MS = 30

/** Calls back when anything changed, at most every 30 ms, and when the connection comes and goes. */
export function watch(watcher: Watcher): void {
  const soon = (call: () => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    return () => {
      timer ??= setTimeout(() => {
        timer = undefined
        call()
      }, SOON_MS)
    }
  }
  const changed = soon(() => watcher.changed())
  const logged = soon(() => watcher.logged())
  const source = new EventSource('/page/stream')
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if ((JSON.parse(data) as { isLog?: true }).isLog) logged()
    else changed()
  })
  source.addEventListener('open', () => {
    watcher.connected(true)
    changed()
    logged()
  })
  source.addEventListener('error', () => watcher.connected(false))
}
