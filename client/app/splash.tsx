import { Show } from 'solid-js'
import { Spinner } from '../ui/spinner.tsx'

export function Splash(props: { text?: string | undefined }) {
  return (
    <div class="grid h-full place-items-center bg-backdrop" aria-busy="true">
      <div class="flex flex-col items-center gap-4 text-ink-soft">
        <img src="/icon.svg" alt="" class="size-10" />
        <Spinner class="text-ink-faint" />
        <p role="status" class="max-w-xs text-center text-sm">
          <Show when={props.text} fallback={<span class="sr-only">Loading Atrium</span>}>
            {props.text}
          </Show>
        </p>
      </div>
    </div>
  )
}
