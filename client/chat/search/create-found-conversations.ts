import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { Api } from '../../realtime/connection.ts'

/** While somebody types, nothing is asked for. */
const PAUSE_MS = 150
const MOST = 6

export type FoundConversation = Awaited<ReturnType<Api['inbox']['searchConversations']['query']>>['found'][number]

/** Of the inbox, for members. Without an answer there are none: people and messages are found all the same. */
export function createFoundConversations(
  api: Api,
  { asked, isMember }: { asked: Accessor<string>; isMember: Accessor<boolean> },
): Accessor<FoundConversation[]> {
  const [found, setFound] = createSignal<FoundConversation[]>([])
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async (words: string, own: number) => {
    const page = await api.inbox.searchConversations.query({ words, limit: MOST }).catch(() => null)
    if (own === attempt) setFound(page?.found ?? [])
  }
  const forget = () => {
    clearTimeout(timer)
    attempt += 1
  }
  createEffect(
    on(asked, (words) => {
      forget()
      if (words === '' || !isMember()) setFound([])
      else timer = setTimeout(() => void ask(words, attempt), PAUSE_MS)
    }),
  )
  onCleanup(forget)
  return found
}
