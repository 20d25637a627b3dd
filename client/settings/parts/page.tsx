import { Show, type JSX } from 'solid-js'

/** A page of the settings: what it is about, its main action, and its sections. */
export function Page(props: { title: string; text?: JSX.Element; action?: JSX.Element; children: JSX.Element }) {
  return (
    <div class="mx-auto flex w-full max-w-3xl flex-col gap-8 px-8 pt-8 pb-16 max-md:px-4 max-md:pt-2">
      <header class="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div class="min-w-0 grow basis-64">
          <h2 class="text-xl font-semibold tracking-tight text-ink">{props.title}</h2>
          <Show when={props.text}>
            <p class="mt-1 max-w-prose text-base text-pretty text-ink-soft">{props.text}</p>
          </Show>
        </div>
        {props.action}
      </header>
      {props.children}
    </div>
  )
}

/** `flush`: the content draws its own lines up to the edge. */
export function Section(props: { title: string; text?: JSX.Element; action?: JSX.Element; children: JSX.Element; flush?: boolean }) {
  return (
    <section class="flex flex-col gap-3">
      <div class="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div class="min-w-0 grow basis-60">
          <h3 class="text-base font-semibold text-ink">{props.title}</h3>
          <Show when={props.text}>
            <p class="mt-0.5 max-w-prose text-sm text-pretty text-ink-soft">{props.text}</p>
          </Show>
        </div>
        {props.action}
      </div>
      <div class="rounded-xl border border-line bg-surface" classList={{ 'p-4': !props.flush, 'overflow-hidden': props.flush }}>
        {props.children}
      </div>
    </section>
  )
}

/** One thing in a section that has several. */
export function Line(props: { title: JSX.Element; text?: JSX.Element; children?: JSX.Element }) {
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 not-last:border-b">
      <div class="min-w-0 grow basis-52">
        <div class="text-sm font-medium text-ink">{props.title}</div>
        <Show when={props.text}>
          <div class="text-sm text-ink-soft">{props.text}</div>
        </Show>
      </div>
      <Show when={props.children}>
        <div class="flex flex-wrap items-center gap-2">{props.children}</div>
      </Show>
    </div>
  )
}
