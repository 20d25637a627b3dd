import { UsersRound } from 'lucide-solid'
import { Show } from 'solid-js'
import type { TeamId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Choices } from '../conversation/choices.tsx'
import { useInbox } from '../inbox-context.tsx'

const NONE = 'none'

/** Not there while there are no teams. */
export function TeamMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const teams = () => Object.values(inbox.feed.state.teams).toSorted((one, other) => one.name.localeCompare(other.name))
  const team = () => (props.conversation.teamId ? inbox.feed.state.teams[props.conversation.teamId] : undefined)
  const choose = (value: string) => inbox.change([props.conversation.id], { teamId: value === NONE ? null : (value as TeamId) })
  return (
    <Show when={teams().length > 0}>
      <Choices
        label="Team"
        value={team()?.id ?? NONE}
        shown={team()?.name ?? 'No team'}
        choices={[{ value: NONE, text: 'No team' }, ...teams().map(({ id, name }) => ({ value: id, text: name }))]}
        onChange={choose}
      >
        <UsersRound size={14} aria-hidden="true" />
      </Choices>
    </Show>
  )
}
