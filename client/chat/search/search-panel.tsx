import { useNavigate } from '@solidjs/router'
import { Search as SearchIcon } from 'lucide-solid'
import { createEffect, createUniqueId, For, Match, on, onMount, Show, Switch, untrack, type JSX } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { titleOf } from '../channel-title.ts'
import { useChat, type MentionablePerson } from '../chat-context.tsx'
import { lineOf } from '../files/describe-files.rules.ts'
import { whenLabel } from '../message-groups.rules.ts'
import type { Command, CommandScope } from './commands.rules.ts'
import type { FoundConversation } from './create-found-conversations.ts'
import { createSearch, type Found, type Search } from './create-search.ts'
import { excerptOf } from './excerpt.rules.ts'

/** What to look for, and what was found. Focus stays in the text; the lit line is told by aria-activedescendant. */
export function SearchPanel() {
  const chat = useChat()
  const navigate = useNavigate()
  const search = createSearch(chat)
  const listId = createUniqueId()
  const optionId = (index: number) => `${listId}-${index}`
  let field!: HTMLInputElement
  onMount(() => field.focus())
  createEffect(
    on(search.active, (active) => document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' }), { defer: true }),
  )
  const open = (found: Found | undefined) => {
    if (!found) return
    chat.search.close()
    // Once the focus is back where it was: what a command opens or focuses is not to lose it again.
    if (found.kind === 'command') setTimeout(found.command.run)
    else if (found.kind === 'conversation') navigate(`/inbox/${found.found.conversation.id}`)
    else if (found.kind === 'person') void chat.openMentionChat(found.entry.person.id)
    else chat.openMessage(found.message)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') search.move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Enter') open(search.found()[search.active()])
    else if (event.key === 'Backspace' && chat.search.scope() && search.words() === '') chat.search.open()
    else return
    event.preventDefault()
  }
  const lines = (kind: Found['kind']) => search.found().flatMap((found, index) => (found.kind === kind ? [{ found, index }] : []))
  return (
    <div>
      <div class="flex h-10 items-center gap-2 rounded-lg border border-control bg-surface px-3 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <SearchIcon size={16} class="shrink-0 text-ink-faint" aria-hidden="true" />
        <input
          ref={(element) => (field = element)}
          type="text"
          data-autofocus
          role="combobox"
          aria-label={chat.search.scope()?.label ?? 'Search people, messages and files'}
          aria-autocomplete="list"
          aria-expanded={search.found().length > 0}
          aria-controls={listId}
          aria-activedescendant={search.found().length > 0 ? optionId(search.active()) : undefined}
          placeholder={chat.search.scope() ? 'Find by the beginning of a word' : 'People, messages and files'}
          maxLength={200}
          autocomplete="off"
          spellcheck={false}
          value={search.words()}
          onInput={(event) => search.setWords(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          class="min-w-0 grow bg-transparent text-base text-ink outline-none max-md:text-lg"
        />
        <Show when={search.loading()}>
          <Spinner />
        </Show>
      </div>
      <div class="-mx-2 mt-3 max-h-[min(55dvh,30rem)] overflow-y-auto px-2">
        <div id={listId} role="listbox" aria-label="Found">
          <Group title="Commands" lines={lines('command')} search={search} optionId={optionId} onPick={open} />
          <Group title="People" lines={lines('person')} search={search} optionId={optionId} onPick={open} />
          <Group title="Conversations" lines={lines('conversation')} search={search} optionId={optionId} onPick={open} />
          <Group title="Messages" lines={lines('message')} search={search} optionId={optionId} onPick={open} />
        </div>
        <Show when={search.more() && !search.error()}>
          <div class="flex justify-center py-2">
            <Button size="small" busy={search.loading()} onClick={() => void search.loadMore()}>
              Show older ones
            </Button>
          </div>
        </Show>
        <Outcome search={search} scope={chat.search.scope()} />
      </div>
      <p class="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-faint max-md:hidden">
        <span class="flex items-center gap-1.5">
          <Kbd keys="↑" />
          <Kbd keys="↓" /> choose
        </span>
        <span class="flex items-center gap-1.5">
          <Kbd keys="Enter" /> open
        </span>
        <span class="flex items-center gap-1.5">
          <Kbd keys="Esc" /> close
        </span>
      </p>
    </div>
  )
}

/** What is said where there is nothing to show. */
function Outcome(props: { search: Search; scope: CommandScope | null }) {
  const isAnswered = () => props.search.answered() === props.search.askedOfAll()
  return (
    <div role="status">
      <Switch>
        <Match when={props.search.error()}>
          {(error) => (
            <EmptyState title="The messages could not be searched" text={error()}>
              <Button onClick={() => void props.search.tryAgain()}>Try again</Button>
            </EmptyState>
          )}
        </Match>
        <Match when={props.scope && props.search.found().length === 0 && props.scope}>
          {(scope) => (
            <EmptyState
              title={props.search.asked() === '' ? scope().empty : `Nothing fits “${props.search.asked()}”`}
              text={props.search.asked() === '' ? undefined : 'Try the beginning of another word.'}
            />
          )}
        </Match>
        <Match when={props.search.asked() === '' && !props.scope}>
          <p class="py-6 text-center text-sm text-pretty text-ink-faint">
            Finds people, and every message and file name that you may read, by the beginnings of its words.
          </p>
        </Match>
        <Match when={isAnswered() && !props.search.loading() && props.search.found().length === 0}>
          <EmptyState title={`Nothing found for “${props.search.asked()}”`} text="Try fewer words, or only their beginnings." />
        </Match>
        <Match when={isAnswered() && !props.search.loading()}>
          <span class="sr-only">{countWords(props.search.found().length, props.search.more())}</span>
        </Match>
      </Switch>
    </div>
  )
}

function countWords(count: number, more: boolean): string {
  return `${count}${more ? ' or more' : ''} found`
}

interface GroupProps {
  title: string
  lines: { found: Found; index: number }[]
  search: Search
  optionId: (index: number) => string
  onPick: (found: Found) => void
}

function Group(props: GroupProps) {
  const id = createUniqueId()
  return (
    <Show when={props.lines.length > 0}>
      <div role="group" aria-labelledby={id}>
        <div id={id} class="px-2 pt-1 pb-1 text-xs font-medium text-ink-faint">
          {props.title}
        </div>
        <For each={props.lines}>
          {({ found, index }) => (
            <Option
              id={props.optionId(index)}
              isLit={index === props.search.active()}
              onLight={() => props.search.light(index)}
              onPick={() => props.onPick(found)}
            >
              <FoundLine found={found} asked={props.search.answered()} />
            </Option>
          )}
        </For>
      </div>
    </Show>
  )
}

function Option(props: { id: string; isLit: boolean; onLight: () => void; onPick: () => void; children: JSX.Element }) {
  return (
    <div
      id={props.id}
      role="option"
      tabindex="-1"
      aria-selected={props.isLit}
      class="cursor-pointer rounded-md px-2 py-1.5"
      classList={{ 'bg-hover': props.isLit }}
      onPointerMove={() => props.onLight()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.onPick()}
    >
      {props.children}
    </div>
  )
}

function FoundLine(props: { found: Found; asked: string }) {
  const { found } = untrack(() => ({ found: props.found }))
  if (found.kind === 'command') return <CommandLine command={found.command} />
  if (found.kind === 'person') return <PersonLine entry={found.entry} />
  if (found.kind === 'conversation') return <ConversationLine found={found.found} />
  return <MessageLine message={found.message} asked={props.asked} />
}

function CommandLine(props: { command: Command }) {
  return (
    <div class="flex items-baseline gap-2">
      <span class="shrink-0 text-sm font-medium text-ink">{props.command.title}</span>
      <span class="truncate text-xs text-ink-faint">{props.command.detail}</span>
    </div>
  )
}

function ConversationLine(props: { found: FoundConversation }) {
  const conversation = () => props.found.conversation
  return (
    <div class="min-w-0">
      <p class="flex items-baseline gap-1.5 text-xs text-ink-faint">
        <span class="truncate text-sm font-medium text-ink">{conversation().subject}</span>
        <span class="shrink-0">
          #{conversation().number} · {conversation().status}
        </span>
      </p>
      <p class="truncate text-sm text-ink-soft">{plainText(props.found.text, () => undefined)}</p>
    </div>
  )
}

function PersonLine(props: { entry: MentionablePerson }) {
  const chat = useChat()
  const person = () => props.entry.person
  return (
    <div class="flex items-center gap-2.5">
      <Avatar
        name={person().name}
        hue={person().hue}
        size={28}
        status={chat.feed.state.presence[person().id]?.status}
        visitor={person().kind === 'visitor'}
      />
      <span class="truncate text-sm font-medium text-ink">{person().name}</span>
      <Show when={person().kind === 'visitor'}>
        <span class="text-xs text-ink-faint">visitor</span>
      </Show>
    </div>
  )
}

function MessageLine(props: { message: MessageView; asked: string }) {
  const chat = useChat()
  const where = () => {
    const channel = chat.feed.state.channels[props.message.channelId]?.channel
    if (!channel) return ''
    const { name } = titleOf(chat.feed, channel, chat.me())
    return isPrivate(channel) ? `with ${name}` : `in ${name}`
  }
  const line = () => {
    const { text, files } = props.message
    const words = plainText(text, (id) => chat.feed.person(id as PersonId)?.name)
    return lineOf(words, files)
  }
  const inThread = () => props.message.threadRootId !== null && !props.message.alsoInChannel
  return (
    <div class="flex gap-2.5">
      <Avatar
        name={props.message.authorName}
        hue={chat.hueOf(props.message.authorId)}
        size={28}
        visitor={props.message.authorKind === 'visitor'}
      />
      <div class="min-w-0 grow">
        <p class="flex items-baseline gap-1.5 text-xs text-ink-faint">
          <span class="truncate text-sm font-medium text-ink">{props.message.authorName}</span>
          <span class="min-w-0 grow truncate">
            {where()}
            {inThread() ? ', in a thread' : ''}
          </span>
          <span class="shrink-0">{whenLabel(props.message.createdAt, Date.now())}</span>
        </p>
        <p class="line-clamp-2 text-sm break-words text-ink-soft">
          <For each={excerptOf(line(), props.asked)}>
            {(part) => (
              <Show when={part.isHit} fallback={part.text}>
                <mark class="rounded-xs bg-accent-wash font-medium text-accent-ink">{part.text}</mark>
              </Show>
            )}
          </For>
        </p>
      </div>
    </div>
  )
}
