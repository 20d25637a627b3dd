import { createSignal, For, onCleanup, Show } from 'solid-js'
import type { ContactId } from '@atrium/shared/ids.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText, fieldErrorsOf } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { SearchBox } from '../../settings/parts/search-box.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ContactAvatar } from './contacts-section.tsx'
import { mergeOf } from './merge.rules.ts'

const MOST = 8
const TYPING_MS = 200

/** Finds the other one and merges the two; across customers only once that was confirmed. */
export function MergeForm(props: { contact: ContactView; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [found, setFound] = createSignal<ContactView[]>()
  const [error, setError] = createSignal('')
  const [doubted, setDoubted] = createSignal<ContactView | null>(null)
  const [busy, setBusy] = createSignal<ContactId | null>(null)
  let typing: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  onCleanup(() => clearTimeout(typing))
  const search = (words: string) => {
    clearTimeout(typing)
    setDoubted(null)
    typing = setTimeout(() => void find(words), TYPING_MS)
  }
  const find = async (words: string) => {
    const own = ++attempt
    if (words.trim() === '') return setFound(undefined)
    try {
      const { contacts } = await api.inbox.listContacts.query({ customerId: null, words, limit: MOST + 1 })
      if (own === attempt) setFound(contacts.filter(({ id }) => id !== props.contact.id).slice(0, MOST))
    } catch (thrown) {
      setError(errorText(thrown))
    }
  }
  const merge = async (other: ContactView, acrossCustomers: boolean) => {
    setBusy(other.id)
    setError('')
    const { from, into } = mergeOf(props.contact, other)
    try {
      const kept = await api.inbox.mergeContacts.mutate({ from: from.id, into: into.id, acrossCustomers })
      feed.apply({ kind: 'inbox.contactChanged', payload: { contact: kept } })
      feed.apply({ kind: 'inbox.contactChanged', payload: { contact: { ...from, mergedInto: into.id, rev: from.rev + 1 } } })
      toasts.show(`${from.name} is ${into.name} from now on.`, { action: { label: 'Undo', run: () => void undo(from.id) } })
      props.onDone()
    } catch (thrown) {
      if (fieldErrorsOf(thrown).acrossCustomers) setDoubted(other)
      else setError(errorText(thrown))
    } finally {
      setBusy(null)
    }
  }
  const undo = async (contactId: ContactId) => {
    try {
      const contact = await api.inbox.undoContactMerge.mutate({ contactId })
      feed.apply({ kind: 'inbox.contactChanged', payload: { contact } })
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  return (
    <div class="flex flex-col gap-3">
      <SearchBox label="Name or e-mail" onSearch={search} />
      <ul aria-label="People found" class="flex flex-col">
        <For
          each={found()}
          fallback={<Show when={found()}>{<li class="py-2 text-sm text-ink-soft">Nobody is called like that.</li>}</Show>}
        >
          {(other) => (
            <li class="flex items-center gap-3 py-1.5">
              <ContactAvatar contact={other} />
              <span class="min-w-0 grow">
                <span class="block truncate text-sm font-medium text-ink">{other.name}</span>
                <span class="block truncate text-xs text-ink-faint">
                  {[other.email, other.customerId ? feed.state.customers[other.customerId]?.name : undefined].filter(Boolean).join(' · ')}
                </span>
              </span>
              <Button size="small" busy={busy() === other.id} onClick={() => void merge(other, false)}>
                Merge<span class="sr-only"> with {other.name}</span>
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={doubted()}>
        {(other) => (
          <div role="alert" class="flex flex-wrap items-center gap-3 rounded-md bg-warn-wash px-3 py-2 text-sm text-ink">
            <span class="min-w-0 grow basis-52">{other().name} belongs to another customer. Are they the same person all the same?</span>
            <Button size="small" busy={busy() === other().id} onClick={() => void merge(other(), true)}>
              Merge across customers
            </Button>
          </div>
        )}
      </Show>
      <Alert tone="bad" text={error()} />
    </div>
  )
}
