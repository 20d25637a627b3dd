import { Check, Copy } from 'lucide-solid'
import { createSignal, onCleanup, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'

const SHOWN_MS = 2_000

export function CopyButton(props: { text: string; label: string }) {
  const toasts = useToasts()
  const [copied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text)
      setCopied(true)
      clearTimeout(timer)
      timer = setTimeout(() => setCopied(false), SHOWN_MS)
    } catch {
      // Without HTTPS browsers keep the clipboard to themselves.
      toasts.show('The browser does not let pages copy here. Select the text and copy it yourself.', { tone: 'bad' })
    }
  }
  return (
    <Button onClick={() => void copy()}>
      <Show
        when={copied()}
        fallback={
          <>
            <Copy size={14} aria-hidden="true" /> {props.label}
          </>
        }
      >
        <Check size={14} class="text-good" aria-hidden="true" /> Copied
      </Show>
    </Button>
  )
}
