import { Eye, Pencil } from 'lucide-solid'
import { createEffect, on, Show } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { useInbox } from '../inbox-context.tsx'
import { attendingWords } from './attending-words.rules.ts'

/** Who else is at this conversation, above the composer; its place is kept, so that nothing moves. */
export function AttendingLine(props: { conversationId: ConversationId }) {
  const inbox = useInbox()
  const announce = useAnnounce()
  const names = (doing: 'viewing' | 'writing') => inbox.attending.of(props.conversationId, doing).map((id) => inbox.nameOf(id))
  const words = () => attendingWords({ viewing: names('viewing'), writing: names('writing') })
  const isWriting = () => names('writing').length > 0
  createEffect(on(words, (said) => said !== '' && announce(said)))
  return (
    <div aria-hidden="true" class="mx-auto flex h-6 w-full max-w-3xl shrink-0 items-center px-5 text-xs max-md:px-3">
      <Show when={words()}>
        <span
          class="animate-fade-in flex min-w-0 items-center gap-1.5"
          classList={{ 'font-medium text-warn': isWriting(), 'text-ink-soft': !isWriting() }}
        >
          <Show when={isWriting()} fallback={<Eye size={13} class="shrink-0" />}>
            <Pencil size={12} class="shrink-0" />
          </Show>
          <span class="truncate" title={words()}>
            {words()}
          </span>
        </span>
      </Show>
    </div>
  )
}
