import { UserRound, UserRoundX } from 'lucide-solid'
import { Show } from 'solid-js'
import type { MemberId } from '@atrium/shared/ids.ts'
import { CONVERSATION_STATUSES, PRIORITIES, type ConversationView } from '@atrium/shared/inbox/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import type { MenuChoice } from '../../ui/menu.tsx'
import { useInbox } from '../inbox-context.tsx'
import { PRIORITY_LABELS, STATUS_LABELS } from '../labels.ts'
import { PriorityIcon } from '../priority-icon.tsx'
import { StatusIcon } from '../status-icon.tsx'
import { Choices } from './choices.tsx'

const NOBODY = 'nobody'

/** Each says what is so now and offers what else it may be. */
export function StatusMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const choose = (value: string) => {
    const status = CONVERSATION_STATUSES.find((known) => known === value)
    if (status) inbox.change([props.conversation.id], { status })
  }
  // Snoozing wants a time, and has a menu of its own; what is snoozed already still says so.
  const choices = () =>
    CONVERSATION_STATUSES.filter((status) => status !== 'snoozed' || props.conversation.status === 'snoozed').map((status): MenuChoice => ({
      value: status,
      text: STATUS_LABELS[status],
      icon: () => <StatusIcon status={status} />,
    }))
  return (
    <Choices
      label="Status"
      value={props.conversation.status}
      shown={STATUS_LABELS[props.conversation.status]}
      choices={choices()}
      onChange={choose}
    >
      <StatusIcon status={props.conversation.status} />
    </Choices>
  )
}

export function AssigneeMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const assignee = () => (props.conversation.assigneeId ? inbox.feed.state.members[props.conversation.assigneeId] : undefined)
  // Oneself first: that is whom one assigns most.
  const choices = (): MenuChoice[] => {
    const me = inbox.me()
    const all = inbox.feed.activeMembers()
    const people = [...all.filter((member) => member.id === me), ...all.filter((member) => member.id !== me)]
    return [
      { value: NOBODY, text: 'Nobody', icon: () => <UserRoundX size={14} /> },
      ...people.map(({ id, name, hue }): MenuChoice => ({
        value: id,
        text: id === me ? `${name} (you)` : name,
        icon: () => <Avatar name={name} hue={hue} size={20} />,
      })),
    ]
  }
  const choose = (value: string) => inbox.change([props.conversation.id], { assigneeId: value === NOBODY ? null : (value as MemberId) })
  return (
    <Choices
      label="Assignee"
      value={props.conversation.assigneeId ?? NOBODY}
      shown={assignee()?.name ?? 'Unassigned'}
      choices={choices()}
      onChange={choose}
    >
      <Show when={assignee()} fallback={<UserRound size={14} aria-hidden="true" />}>
        {(member) => <Avatar name={member().name} hue={member().hue} size={20} />}
      </Show>
    </Choices>
  )
}

export function PriorityMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const choose = (value: string) => {
    const priority = PRIORITIES.find((known) => known === value)
    if (priority) inbox.change([props.conversation.id], { priority })
  }
  const choices = PRIORITIES.map((priority): MenuChoice => ({
    value: priority,
    text: PRIORITY_LABELS[priority],
    icon: () => <PriorityIcon priority={priority} />,
  }))
  return (
    <Choices
      label="Priority"
      value={props.conversation.priority}
      shown={PRIORITY_LABELS[props.conversation.priority]}
      choices={choices}
      onChange={choose}
    >
      <PriorityIcon priority={props.conversation.priority} />
    </Choices>
  )
}
