import type { JSX } from 'solid-js'

/** The bar over a page, as high as the one over a chat. */
export function PageHeader(props: { title: string; children?: JSX.Element }) {
  return (
    <header class="flex h-13 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      <h1 class="min-w-0 grow truncate text-base font-semibold text-ink">{props.title}</h1>
      {props.children}
    </header>
  )
}
