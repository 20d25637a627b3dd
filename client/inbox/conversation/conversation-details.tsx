import { A } from '@solidjs/router'
import { Building2, Clock, Hash, Mail } from 'lucide-solid'
import { createMemo, createSignal, For, onMount, Show, type JSX } from 'solid-js'
import type { ConversationMessageView, ConversationView } from '@atrium/shared/inbox/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useInbox } from '../inbox-context.tsx'
import { ORIGIN_LABELS } from '../labels.ts'
import { fullTime, timeAgo } from '../../ui/relative-time.rules.ts'
import { LinearEscalation } from './linear-escalation.tsx'
import { StatusIcon } from '../status-icon.tsx'
import { SlaClocks } from '../triage/sla-clocks.tsx'
import { Ratings } from './ratings.tsx'

/** Who it is with, and what else is going on with them. */
export function ConversationDetails(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const contact = () => props.conversation.contact
  const email = () => {
    const id = contact()?.id
    return id ? inbox.feed.state.contacts[id]?.email : null
  }
  const others = createMemo(() => otherContacts(inbox.feed.state.conversationMessages[props.conversation.id] ?? [], contact()?.id))
  return (
    <div class="flex flex-col gap-5 text-sm">
      <Show when={contact()}>
        {(known) => (
          <A
            href={`/contacts/${known().id}`}
            class="focus-inset group -mx-2 -my-1 flex items-center gap-3 rounded-md px-2 py-1 hover:bg-hover"
          >
            <Avatar name={known().name} hue={inbox.hueOf(known().id)} size={36} />
            <span class="min-w-0">
              <span class="block truncate font-medium text-ink group-hover:underline">{known().name}</span>
              <span class="block truncate text-xs text-ink-faint">{props.conversation.customer?.name ?? 'No customer'}</span>
            </span>
          </A>
        )}
      </Show>
      <Show when={props.conversation.sla}>{(sla) => <SlaClocks sla={sla()} />}</Show>
      <Ratings ratings={inbox.feed.state.ratings[props.conversation.id] ?? []} />
      <dl class="flex flex-col gap-2.5">
        <Show when={props.conversation.customer}>
          {(customer) => (
            <Fact
              label="Customer"
              icon={<Building2 size={14} />}
              value={
                <A href={`/customers/${customer().id}`} class="font-medium text-accent-ink hover:underline">
                  {customer().name}
                </A>
              }
            />
          )}
        </Show>
        <Show when={email()}>{(address) => <Fact label="E-mail" icon={<Mail size={14} />} value={address()} />}</Show>
        <Fact
          label="Place"
          icon={<Hash size={14} />}
          value={props.conversation.place.replace(/^#/, '')}
          note={ORIGIN_LABELS[props.conversation.origin]}
        />
        <Fact
          label="Opened"
          icon={<Clock size={14} />}
          value={`${timeAgo(props.conversation.createdAt, inbox.nowMs())}${timeAgo(props.conversation.createdAt, inbox.nowMs()) === 'now' ? '' : ' ago'}`}
          note={fullTime(props.conversation.createdAt)}
        />
      </dl>
      <Show when={props.conversation.id} keyed>
        {(conversationId) => <LinearEscalation conversationId={conversationId} />}
      </Show>
      <Show when={others().length > 0}>
        <div class="flex flex-col gap-1">
          <h3 class="text-xs font-medium text-ink-faint">Also in the thread</h3>
          <For each={others()}>
            {(author) => (
              <A
                href={`/contacts/${author.id}`}
                class="focus-inset -mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink hover:bg-hover hover:underline"
              >
                <Avatar name={author.name} hue={inbox.hueOf(author.id)} size={20} /> <span class="truncate">{author.name}</span>
              </A>
            )}
          </For>
        </div>
      </Show>
      <Show when={props.conversation.customer?.id} keyed>
        {(customerId) => <OtherConversations customerId={customerId} except={props.conversation} />}
      </Show>
    </div>
  )
}

type Contact = Extract<ConversationMessageView['author'], { kind: 'contact' }>

function otherContacts(messages: readonly ConversationMessageView[], first: string | undefined): Contact[] {
  const found = new Map<string, Contact>()
  for (const { author } of messages) if (author.kind === 'contact' && author.id !== first) found.set(author.id, author)
  return [...found.values()]
}

function Fact(props: { label: string; icon: JSX.Element; value: JSX.Element; note?: string }) {
  return (
    <div class="flex gap-2.5">
      <dt class="mt-[3px] text-ink-faint">
        <span aria-hidden="true">{props.icon}</span>
        <span class="sr-only">{props.label}</span>
      </dt>
      <dd class="min-w-0">
        <span class="block break-words text-ink">{props.value}</span>
        <Show when={props.note}>
          <span class="block text-xs text-ink-faint">{props.note}</span>
        </Show>
      </dd>
    </div>
  )
}

const SHOWN = 5

function OtherConversations(props: { customerId: NonNullable<ConversationView['customer']>['id']; except: ConversationView }) {
  const inbox = useInbox()
  const [found, setFound] = createSignal<ConversationView[]>([])
  const others = () =>
    found()
      .filter((conversation) => conversation.id !== props.except.id)
      .slice(0, SHOWN)
  onMount(async () => {
    try {
      setFound((await inbox.api.inbox.listConversations.query({ customerId: props.customerId, limit: SHOWN + 1 })).conversations)
    } catch {
      // They are an extra: without them the column is shorter.
    }
  })
  return (
    <Show when={others().length > 0}>
      <div class="flex flex-col gap-1">
        <h3 class="text-xs font-medium text-ink-faint">Other conversations</h3>
        <ul class="-mx-2 flex flex-col">
          <For each={others()}>
            {(conversation) => (
              <li>
                <a href={inbox.hrefOf(conversation.id)} class="focus-inset flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
                  <StatusIcon status={(inbox.feed.state.conversations[conversation.id] ?? conversation).status} size={13} />
                  <span class="truncate text-ink">{conversation.subject}</span>
                </a>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}
