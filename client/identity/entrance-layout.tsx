import { createEffect, Show, type JSX } from 'solid-js'
import { FloorDrawing } from './floor-drawing.tsx'

/** The frame of every page before one is in: a narrow form, and from tablet width on a view of the floor beside it. */
export function EntranceLayout(props: { title: string; text?: JSX.Element; children?: JSX.Element; footer?: JSX.Element }) {
  createEffect(() => {
    document.title = `${props.title} · Atrium`
  })
  return (
    <div class="grid h-full overflow-y-auto bg-surface lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <main class="flex min-h-full flex-col px-6 py-6 sm:px-10">
        <div class="flex items-center gap-2.5 text-base font-semibold tracking-tight text-ink">
          <Mark />
          Atrium
        </div>
        <div class="mx-auto flex w-full max-w-[22rem] grow flex-col justify-center py-10">
          <h1 class="text-2xl leading-8 font-semibold tracking-tight text-ink">{props.title}</h1>
          <Show when={props.text}>
            <p class="mt-2 text-base text-pretty text-ink-soft">{props.text}</p>
          </Show>
          <div class="mt-7">{props.children}</div>
          <Show when={props.footer}>
            <div class="mt-6 text-sm text-ink-soft">{props.footer}</div>
          </Show>
        </div>
      </main>
      <div class="hidden overflow-hidden border-l border-line bg-sunken lg:block" aria-hidden="true">
        <FloorDrawing />
      </div>
    </div>
  )
}

export function Mark(props: { class?: string }) {
  return <img src="/icon.svg" alt="" class={props.class ?? 'size-7'} />
}

export const textLink = 'font-medium text-accent-ink underline decoration-transparent underline-offset-2 hover:decoration-current'
