import { Bookmark, Ellipsis, ListFilter, Search, X } from 'lucide-solid'
import { For, Show } from 'solid-js'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { filterWords, type FilterField } from '../filter/filter-words.rules.ts'
import { mayChangeView } from '../views/may-change-view.ts'
import { useMe } from '../../identity/session.tsx'
import { useInbox } from '../inbox-context.tsx'

/** Above the list: what to look for, what is filtered, and the view as something that can be kept. */
export function ListBar(props: { onField: (field: HTMLInputElement) => void }) {
  const inbox = useInbox()
  const isFiltered = () => inbox.isFilterChanged() && !inbox.search.isOn()
  return (
    <div class="shrink-0 border-b border-line">
      <div class="flex h-11 items-center gap-1 px-2">
        <SearchField onField={props.onField} />
        <IconButton label="Filter (F)" size="small" pressed={inbox.isFilterChanged()} onClick={() => inbox.ask({ kind: 'filter' })}>
          <ListFilter size={15} />
        </IconButton>
        <SavedViewMenu />
      </div>
      <Show when={isFiltered()}>
        <FilterChips />
      </Show>
    </div>
  )
}

function SearchField(props: { onField: (field: HTMLInputElement) => void }) {
  const inbox = useInbox()
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      inbox.search.clear()
      event.currentTarget.blur()
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      const [first] = inbox.shownIds()
      if (!first) return
      event.preventDefault()
      if (event.key === 'Enter') inbox.open(first)
      document.querySelector<HTMLElement>(`[data-conversation="${first}"]`)?.focus()
    }
  }
  return (
    <label class="flex h-8 min-w-0 grow items-center gap-2 rounded-md bg-sunken px-2 text-ink-faint focus-within:ring-1 focus-within:ring-accent">
      <Search size={14} class="shrink-0" aria-hidden="true" />
      <input
        ref={(field) => props.onField(field)}
        type="search"
        aria-label="Search conversations"
        aria-keyshortcuts="/"
        placeholder="Search conversations"
        maxLength={200}
        autocomplete="off"
        value={inbox.search.words()}
        onInput={(event) => inbox.search.setWords(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        class="min-w-0 grow bg-transparent text-sm text-ink outline-none max-md:text-lg"
      />
      <Show when={inbox.search.loading()}>
        <Spinner />
      </Show>
    </label>
  )
}

/** Each part of the filter can be taken away; all of it can be kept. */
function FilterChips() {
  const inbox = useInbox()
  const without = (field: FilterField) => inbox.setFilter({ ...inbox.filter(), [field]: undefined } as ConversationFilter)
  return (
    <div role="group" aria-label="Filter" class="flex flex-wrap items-center gap-1.5 px-2 pb-2">
      <For each={filterWords(inbox.filter(), inbox.nameOf)}>
        {({ field, text }) => (
          <button
            type="button"
            onClick={() => without(field)}
            class="inline-flex h-6 max-w-full items-center gap-1 rounded-full border border-line bg-sunken pr-1.5 pl-2 text-xs font-medium text-ink-soft hover:bg-hover hover:text-ink"
          >
            <span class="sr-only">Take away </span>
            <span class="truncate">{text}</span>
            <X size={12} class="shrink-0" aria-hidden="true" />
          </button>
        )}
      </For>
      <span class="grow" />
      <Button size="small" look="quiet" onClick={() => inbox.ask({ kind: 'save-view', view: null })}>
        <Bookmark size={13} aria-hidden="true" /> Save<span class="sr-only"> as a view</span>
      </Button>
    </div>
  )
}

function SavedViewMenu() {
  const inbox = useInbox()
  const me = useMe()
  const changeable = () => {
    const saved = inbox.view()?.saved
    return saved && mayChangeView(me(), saved) ? saved : undefined
  }
  return (
    <Show when={changeable()}>
      {(view) => (
        <Menu
          label={`View ${view().name}`}
          placement="bottom-end"
          class="inline-grid size-7 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          entries={[
            { type: 'item', text: 'Rename or share …', onSelect: () => inbox.ask({ kind: 'save-view', view: view() }) },
            { type: 'item', text: 'Delete …', onSelect: () => inbox.ask({ kind: 'delete-view', view: view() }) },
          ]}
          trigger={<Ellipsis size={15} aria-hidden="true" />}
        />
      )}
    </Show>
  )
}
