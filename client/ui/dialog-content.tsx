import * as Kobalte from '@kobalte/core/dialog'
import { X } from 'lucide-solid'
import { Show } from 'solid-js'
import type { DialogProps } from './dialog.tsx'
import { createFocusReturn } from './give-focus-back.ts'

/** A modal question or form: focus is kept inside and given back, Escape closes. It begins at what carries `data-autofocus`, else at the first control. */
export function DialogContent(props: DialogProps) {
  const giveBack = createFocusReturn(() => props.open)
  return (
    <Kobalte.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="animate-fade-in fixed inset-0 z-50 bg-[light-dark(#1a1b2159,#00000099)]" />
        <div
          class="fixed inset-0 z-50 grid grid-cols-1 justify-items-center overflow-y-auto p-4"
          classList={{ 'items-start pt-[12dvh] max-md:pt-4': props.fromTop, 'items-center': !props.fromTop }}
        >
          <Kobalte.Content
            onOpenAutoFocus={(event) => {
              const wanted = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[data-autofocus]')
              if (!wanted) return
              event.preventDefault()
              wanted.focus()
            }}
            onCloseAutoFocus={giveBack}
            class={`animate-appear w-full rounded-xl border border-line bg-raised p-5 shadow-raised focus:outline-none ${props.wide ? 'max-w-xl' : 'max-w-md'}`}
          >
            <div class="flex items-start gap-3">
              <Kobalte.Title class="grow text-lg font-semibold text-ink">{props.title}</Kobalte.Title>
              <Kobalte.CloseButton
                aria-label="Close"
                class="-mt-1 -mr-1.5 grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover"
              >
                <X size={16} />
              </Kobalte.CloseButton>
            </div>
            <Show when={props.description}>
              <Kobalte.Description class="mt-1 text-sm text-ink-soft">{props.description}</Kobalte.Description>
            </Show>
            <div class="mt-4">{props.children}</div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
