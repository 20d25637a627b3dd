import { ArrowDown, ArrowUp, X } from 'lucide-solid'
import { Spinner } from '../../ui/spinner.tsx'

const pill =
  'animate-fade-in absolute left-1/2 z-10 flex h-8 -translate-x-1/2 items-center overflow-hidden rounded-full border text-sm font-medium whitespace-nowrap shadow-raised'

/** Leads to where reading stopped, far above. */
export function ToFirstUnread(props: { count: number; busy: boolean; onJump: () => void; onDismiss: () => void }) {
  return (
    <div class={`${pill} top-2 border-accent bg-accent text-on-accent`}>
      <button type="button" onClick={() => props.onJump()} class="focus-inset flex h-full items-center gap-1.5 pr-2 pl-3">
        {props.busy ? <Spinner /> : <ArrowUp size={14} aria-hidden="true" />}
        {newMessages(props.count)}
      </button>
      <button type="button" aria-label="Stay here" onClick={() => props.onDismiss()} class="focus-inset grid h-full w-8 place-items-center">
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  )
}

/** Back down; `count` says what came in meanwhile. */
export function ToNewest(props: { count: number; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={() => props.onClick()}
      class={`${pill} bottom-3 gap-1.5 px-3`}
      classList={{
        'border-accent bg-accent text-on-accent': props.count > 0,
        'border-line-strong bg-raised text-ink hover:bg-hover': props.count === 0,
      }}
    >
      <ArrowDown size={14} aria-hidden="true" /> {props.count > 0 ? newMessages(props.count) : 'Newest'}
    </button>
  )
}

function newMessages(count: number): string {
  return count === 1 ? '1 new message' : `${count.toLocaleString()} new messages`
}
