import { A } from '@solidjs/router'
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import type { ContactId, CustomerId } from '@atrium/shared/ids.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { useChat } from '../../chat/chat-context.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { Loaded } from '../../settings/parts/loaded.tsx'
import { Section } from '../../settings/parts/page.tsx'
import { SearchBox } from '../../settings/parts/search-box.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { PersonId } from '@atrium/shared/ids.ts'

const PAGE = 50
const TYPING_MS = 200

/** The people on a customer's side, by name. */
export function ContactsSection(props: { customerId: CustomerId }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [words, setWords] = createSignal('')
  const [next, setNext] = createSignal<string | null>(null)
  const fetchPage = async (cursor: string | null) => {
    const page = await api.inbox.listContacts.query({ customerId: props.customerId, words: words(), cursor, limit: PAGE })
    feed.update((draft) => page.contacts.forEach((contact) => put(draft.contacts, contact.id, contact)))
    setNext(page.nextCursor)
    return true
  }
  const query = createQuery(() => fetchPage(null))
  let typing: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(typing))
  const search = (text: string) => {
    setWords(text)
    clearTimeout(typing)
    typing = setTimeout(() => void query.reload(), TYPING_MS)
  }
  const contacts = createMemo(() =>
    Object.values(feed.state.contacts)
      .filter((contact) => contact.customerId === props.customerId && contact.mergedInto === null && hasWords(contact, words()))
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  return (
    <Section title="Contacts" flush action={<SearchBox label="Find a contact" onSearch={search} class="w-48" />}>
      <Loaded query={query}>
        {() => (
          <>
            <ul aria-label="Contacts">
              <For each={contacts()} fallback={<EmptyState title={words().trim() ? 'Nobody like that' : 'Nobody has written yet'} />}>
                {(contact) => <ContactLine contact={contact} />}
              </For>
            </ul>
            <Show when={next()}>
              {(cursor) => (
                <div class="flex justify-center border-t border-line p-2">
                  <Button look="quiet" onClick={() => void fetchPage(cursor())}>
                    Show more
                  </Button>
                </div>
              )}
            </Show>
          </>
        )}
      </Loaded>
    </Section>
  )
}

export function hasWords({ name, email }: ContactView, words: string): boolean {
  const wanted = words.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || (email ?? '').toLowerCase().includes(wanted)
}

function ContactLine(props: { contact: ContactView }) {
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/contacts/${props.contact.id}`}
        class="focus-inset flex min-h-12 items-center gap-3 px-4 py-2 transition-colors hover:bg-hover"
      >
        <ContactAvatar contact={props.contact} />
        <span class="min-w-0 grow">
          <span class="block truncate text-sm font-medium text-ink">{props.contact.name}</span>
          <Show when={props.contact.email}>
            <span class="block truncate text-xs text-ink-faint">{props.contact.email}</span>
          </Show>
        </span>
      </A>
    </li>
  )
}

export function ContactAvatar(props: { contact: { id: ContactId; name: string }; size?: 28 | 48 }) {
  const chat = useChat()
  return <Avatar name={props.contact.name} hue={chat.hueOf(props.contact.id as string as PersonId)} size={props.size ?? 28} />
}
