import { SmilePlus } from 'lucide-solid'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { pagePart } from '../../ui/page-part.ts'

export interface ReactionPickerProps {
  tabindex: number
  onPick: (emoji: string) => void
  onOpenChange: (open: boolean) => void
}

const load = pagePart(() => import('./reaction-picker-content.tsx').then((module) => ({ default: module.ReactionPickerContent })))
const ReactionPickerContent = lazy(load)

export const pickerButtonClass = 'grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink max-md:size-9'

/** A button that opens the emoji to react with. Its code comes when a pointer or the focus first reaches it. */
export function ReactionPicker(props: ReactionPickerProps) {
  const [wanted, setWanted] = createSignal(false)
  const button = () => (
    <button
      type="button"
      tabindex={props.tabindex}
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-label="Add reaction"
      class={pickerButtonClass}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        props.onOpenChange(true)
        setWanted(true)
      }}
    >
      <SmilePlus size={16} />
    </button>
  )
  return (
    <Show when={wanted()} fallback={button()}>
      <Suspense fallback={button()}>
        <ReactionPickerContent {...props} />
      </Suspense>
    </Show>
  )
}
