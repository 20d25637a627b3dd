import type { PageChannel, PageSidebar, PageWorkspaces } from '../page-state.ts'

async function read<T>(path: string): Promise<T> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return (await response.json()) as T
}

export const readWorkspaces = (): Promise<PageWorkspaces> => read('/page/workspaces')
export const readSidebar = (userId: string): Promise<PageSidebar> => read(`/page/sidebar/${userId}`)
export const readChannel = (userId: string, channelId: string): Promise<PageChannel> => read(`/page/channel/${userId}/${channelId}`)

export interface ActResult {
  ok?: boolean
  error?: string
  errors?: Record<string, string>
  channel_id?: string
  ts?: string
}

/** Does something as a person. Refusals come back as `error`. */
export async function act(name: string, input: Record<string, unknown>): Promise<ActResult> {
  const response = await fetch(`/control/act.${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  return (await response.json()) as ActResult
}

/** Calls back whenever anything changed, at most every 30 ms. */
export function watch(changed: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      changed()
    }, 30)
  }
  const source = new EventSource('/page/stream')
  source.addEventListener('message', soon)
  source.addEventListener('open', soon)
}
