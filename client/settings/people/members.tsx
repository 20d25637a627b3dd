import { ChevronDown, LogOut, MoreHorizontal, UserMinus } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { ROLES } from '@atrium/shared/identity/actor.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import { useMe, useSession } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Section } from '../parts/page.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { grantableRoles, mayManage, ROLE_LABELS } from './role.rules.ts'

const SEARCH_ABOVE = 8

export function Members() {
  const feed = useFeed()
  const me = useMe()
  const session = useSession()
  const { api } = useConnection()
  const [search, setSearch] = createSignal('')
  const [removing, setRemoving] = createSignal<MemberView | null>(null)
  const isMe = (member: MemberView | null) => member?.id === me().actor.personId
  const shown = createMemo(() => {
    const wanted = search().trim().toLowerCase()
    return feed.activeMembers().filter((member) => `${member.name} ${member.email}`.toLowerCase().includes(wanted))
  })
  const remove = async () => {
    const member = removing()
    if (!member) return
    if (isMe(member)) {
      await api.identity.leave.mutate()
      await session.refresh()
    } else
      feed.apply({ kind: 'identity.memberChanged', payload: { member: await api.identity.removeMember.mutate({ memberId: member.id }) } })
  }
  return (
    <Section
      title={`Members (${feed.activeMembers().length})`}
      action={
        <Show when={feed.activeMembers().length > SEARCH_ABOVE}>
          <SearchBox label="Find a member" class="w-56 max-md:grow" onSearch={setSearch} />
        </Show>
      }
      flush
    >
      <ul aria-label="Members">
        <For each={shown()} fallback={<li class="px-4 py-6 text-center text-sm text-ink-soft">Nobody is called that.</li>}>
          {(member) => <MemberLine member={member} isMe={isMe(member)} onRemove={() => setRemoving(member)} />}
        </For>
      </ul>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={isMe(removing()) ? 'Leave this organization?' : `Remove ${removing()?.name ?? ''}?`}
        text={
          isMe(removing())
            ? 'What you wrote stays. To come back you need a new invitation.'
            : 'They are out within seconds, on every device. What they wrote stays; to come back they need a new invitation.'
        }
        confirm={isMe(removing()) ? 'Leave' : 'Remove'}
        onConfirm={remove}
      />
    </Section>
  )
}

function MemberLine(props: { member: MemberView; isMe: boolean; onRemove: () => void }) {
  const me = useMe()
  const feed = useFeed()
  const manageable = () => mayManage(me().actor.role, props.member.role)
  const linked = () => Object.values(feed.state.links).some((link) => link.memberId === props.member.id)
  return (
    <li class="flex items-center gap-x-2 border-line py-2.5 pr-2 pl-4 not-last:border-b">
      <Avatar name={props.member.name} hue={props.member.hue} size={32} />
      <div class="ml-1 min-w-0 grow">
        <p class="flex items-center gap-2 text-sm font-medium text-ink">
          <span class="truncate">{props.member.name}</span>
          <Show when={props.isMe}>
            <span class="font-normal text-ink-faint">you</span>
          </Show>
          <Show when={linked()}>
            <Badge>Slack</Badge>
          </Show>
        </p>
        <p class="truncate text-sm text-ink-soft">{props.member.email}</p>
      </div>
      <Show when={manageable()} fallback={<span class="shrink-0 px-2 text-sm text-ink-soft">{ROLE_LABELS[props.member.role]}</span>}>
        <RoleMenu member={props.member} />
      </Show>
      <Show when={manageable() || props.isMe} fallback={<span class="size-8 shrink-0" />}>
        <Menu
          label={`More for ${props.member.name}`}
          class="grid size-8 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          trigger={<MoreHorizontal size={16} />}
          entries={[
            props.isMe
              ? { type: 'item', text: 'Leave the organization', icon: () => <LogOut size={14} />, onSelect: props.onRemove }
              : { type: 'item', text: 'Remove from the organization', icon: () => <UserMinus size={14} />, onSelect: props.onRemove },
          ]}
        />
      </Show>
    </li>
  )
}

function RoleMenu(props: { member: MemberView }) {
  const me = useMe()
  const feed = useFeed()
  const toasts = useToasts()
  const { api } = useConnection()
  const choose = async (value: string) => {
    const role = ROLES.find((known) => known === value)
    if (!role || role === props.member.role) return
    try {
      const member = await api.identity.changeRole.mutate({ memberId: props.member.id, role })
      feed.apply({ kind: 'identity.memberChanged', payload: { member } })
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  return (
    <Menu
      label={`Role of ${props.member.name}: ${ROLE_LABELS[props.member.role]}`}
      class="inline-flex h-8 shrink-0 items-center gap-1 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
      entries={[
        {
          type: 'choices',
          label: 'Role',
          value: props.member.role,
          choices: grantableRoles(me().actor.role).map((role) => ({ value: role, text: ROLE_LABELS[role] })),
          onChange: (value) => void choose(value),
        },
      ]}
      trigger={
        <>
          {ROLE_LABELS[props.member.role]} <ChevronDown size={13} class="text-ink-faint" aria-hidden="true" />
        </>
      }
    />
  )
}
