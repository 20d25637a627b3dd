import { createEffect, createMemo, For, on, Show } from 'solid-js'
import { useAnnounce } from '../../ui/announcer.tsx'
import { useChat } from '../chat-context.tsx'
import type { ChatSpot } from '../chat-spot.ts'
import { typingWords } from './typing-words.rules.ts'

/** Once somebody was read out, that they type again is no news for so long. */
const SAID_AGAIN_MS = 60_000

/** Who is typing there, between the messages and the composer; its place is kept, so that nothing moves. */
export function TypingLine(props: { spot: ChatSpot }) {
  const chat = useChat()
  const announce = useAnnounce()
  const people = () => chat.typing(props.spot)
  const words = createMemo(() => typingWords(people().map(({ name }) => name)))
  const saidAt = new Map<string, number>()
  createEffect(
    on(people, (typists) => {
      const news = typists.filter(({ personId }) => Date.now() - (saidAt.get(personId) ?? -SAID_AGAIN_MS) >= SAID_AGAIN_MS)
      for (const { personId } of news) saidAt.set(personId, Date.now())
      if (news.length > 0) announce(typingWords(news.map(({ name }) => name)))
    }),
  )
  return (
    <div aria-hidden="true" class="flex h-5 shrink-0 items-center gap-1.5 px-4 text-xs leading-5 text-ink-faint">
      <Show when={words() !== ''}>
        <span class="animate-fade-in flex min-w-0 items-center gap-1.5">
          <span class="flex shrink-0 gap-0.5">
            <For each={[0, 200, 400]}>
              {(delay) => <i class="size-1 animate-shimmer rounded-full bg-current" style={{ 'animation-delay': `${delay}ms` }} />}
            </For>
          </span>
          <span class="truncate" title={words()}>
            {words()}
          </span>
        </span>
      </Show>
    </div>
  )
}
