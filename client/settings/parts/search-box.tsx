import { Search } from 'lucide-solid'

/** Finds in what is listed below it while somebody types. */
export function SearchBox(props: { label: string; onSearch: (text: string) => void; class?: string }) {
  return (
    <label
      class={`flex h-8 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-ink-faint focus-within:border-accent focus-within:ring-1 focus-within:ring-accent ${props.class ?? ''}`}
    >
      <Search size={14} class="shrink-0" aria-hidden="true" />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        class="min-w-0 grow bg-transparent text-sm text-ink outline-none max-md:text-lg"
        onInput={(event) => props.onSearch(event.currentTarget.value)}
      />
    </label>
  )
}
