import { Users } from 'lucide-solid'
import { Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { namesOf } from './group.rules.ts'

/** With whom one stands, and the way to what is said there. */
export function TogetherNote(props: { onChat: () => void; class?: string }) {
  const current = useCurrentSpace()
  return (
    <Show when={current.together().length > 0}>
      <section
        aria-label="Standing together"
        class={`animate-fade-in flex min-h-10 items-center gap-2.5 rounded-xl border border-line bg-raised py-1 pr-1.5 pl-3 text-sm text-ink shadow-low ${props.class ?? ''}`}
      >
        <Users size={15} class="shrink-0 text-accent-ink" aria-hidden="true" />
        <span class="min-w-0 grow truncate">You stand with {namesOf(current.together())}</span>
        <Button size="small" aria-label="Open the nearby chat" onClick={() => props.onChat()}>
          Chat
        </Button>
      </section>
    </Show>
  )
}
