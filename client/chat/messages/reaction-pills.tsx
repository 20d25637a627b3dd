import { For, Show } from 'solid-js'
import type { ReactionView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import { emojiName } from '../emoji-palette.ts'

interface ReactionPillsProps {
  reactions: ReactionView[]
  me: PersonId
  nameOf: (id: PersonId) => string
  /** Gives one's own, or takes it back. */
  onToggle: (emoji: string) => void
}

/** Who reacted, with what. */
export function ReactionPills(props: ReactionPillsProps) {
  // By emoji, so that a pill keeps its place, and the focus, when somebody joins in.
  const emoji = () => props.reactions.map((reaction) => reaction.emoji)
  return (
    <Show when={props.reactions.length > 0}>
      <ul aria-label="Reactions" class="mt-1 flex flex-wrap gap-1">
        <For each={emoji()}>{(each) => <Pill emoji={each} {...props} />}</For>
      </ul>
    </Show>
  )
}

function Pill(props: ReactionPillsProps & { emoji: string }) {
  const people = () => props.reactions.find((reaction) => reaction.emoji === props.emoji)?.people ?? []
  const names = () => namesOf(people(), props)
  return (
    <li>
      <button
        type="button"
        aria-pressed={people().includes(props.me)}
        aria-label={`${emojiName(props.emoji)}, ${people().length}: ${names()}`}
        title={names()}
        onClick={() => props.onToggle(props.emoji)}
        class="flex h-6 max-w-full items-center gap-1 rounded-full border border-line bg-sunken px-2 text-xs text-ink-soft hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-accent-ink max-md:h-8"
      >
        <span class="truncate" classList={{ 'font-emoji text-base': !props.emoji.startsWith(':') }}>
          {props.emoji}
        </span>
        {people().length}
      </button>
    </li>
  )
}

function namesOf(people: PersonId[], { me, nameOf }: ReactionPillsProps): string {
  const others = people.filter((id) => id !== me).map(nameOf)
  return [...(people.includes(me) ? ['You'] : []), ...others].join(', ')
}
