import { X } from 'lucide-solid'
import { createContext, createSignal, For, onCleanup, Show, useContext, type JSX } from 'solid-js'

interface Toast {
  id: number
  text: string
  /** Above the text: who or what it is about. */
  title?: string | undefined
  /** Something else reads it out to screen readers. */
  isSilent: boolean
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void } | undefined
}
interface ToastOptions extends Partial<Pick<Toast, 'title' | 'tone' | 'action'>> {
  lasting?: boolean
  silent?: boolean
}
export interface Toasts {
  /** `lasting`: until it is dismissed or answered; `silent`: something else reads it out to screen readers. @returns what takes it away. */
  show(text: string, options?: ToastOptions): () => void
}

const ToastContext = createContext<Toasts>()
const SHOWN_MS = 7_000

/** Short messages above what is pressed at the bottom edge, on a phone at the top, read out politely. What needs an answer does not belong here. */
export function ToastProvider(props: { children: JSX.Element }) {
  const [toasts, setToasts] = createSignal<Toast[]>([])
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let count = 0
  const dismiss = (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id))
  const show: Toasts['show'] = (text, options) => {
    count += 1
    const { title, tone = 'plain', action, lasting = false, silent = false } = options ?? {}
    const toast: Toast = { id: count, text, title, tone, action, isSilent: silent }
    setToasts((shown) => [...shown.filter((other) => other.text !== text || other.title !== title), toast].slice(-3))
    if (!lasting) timers.add(setTimeout(() => dismiss(toast.id), SHOWN_MS))
    return () => dismiss(toast.id)
  }
  onCleanup(() => timers.forEach(clearTimeout))
  return (
    <ToastContext.Provider value={{ show }}>
      {props.children}
      <div
        role="status"
        aria-live="polite"
        class="pointer-events-none fixed inset-x-4 top-16 z-[60] flex flex-col items-center gap-2 md:top-auto md:bottom-20"
      >
        <For each={toasts()}>{(toast) => <ToastCard toast={toast} onDismiss={() => dismiss(toast.id)} />}</For>
      </div>
    </ToastContext.Provider>
  )
}

function ToastCard(props: { toast: Toast; onDismiss: () => void }) {
  return (
    <div
      aria-live={props.toast.isSilent ? 'off' : undefined}
      class="animate-appear pointer-events-auto flex max-w-md items-center gap-3 rounded-lg border border-line bg-raised py-2 pr-2 pl-3.5 text-sm text-ink shadow-raised"
    >
      <span class="min-w-0 grow break-words" classList={{ 'text-bad': props.toast.tone === 'bad' }}>
        <Show when={props.toast.title}>
          <strong class="block truncate font-medium">{props.toast.title}</strong>
        </Show>
        <span classList={{ 'line-clamp-2 text-ink-soft': props.toast.title !== undefined }}>{props.toast.text}</span>
      </span>
      {props.toast.action && (
        <button
          type="button"
          class="rounded-md px-2 py-1 font-medium text-accent-ink hover:bg-hover"
          onClick={() => {
            props.toast.action?.run()
            props.onDismiss()
          }}
        >
          {props.toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        class="grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover"
        onClick={() => props.onDismiss()}
      >
        <X size={14} />
      </button>
    </div>
  )
}

/** @throws Error outside a ToastProvider. */
export function useToasts(): Toasts {
  const toasts = useContext(ToastContext)
  if (!toasts) throw new Error('useToasts outside ToastProvider')
  return toasts
}
