import { Upload } from 'lucide-solid'
import { createSignal, onCleanup, onMount, Show, type JSX } from 'solid-js'
import { filesIn } from './transferred-files.ts'

/** Takes files that are dragged onto it. Beside it nothing happens, where the browser would open the file and leave the page. */
export function DropArea(props: { onFiles: (files: File[]) => void; children: JSX.Element }) {
  const [over, setOver] = createSignal(false)
  let area!: HTMLDivElement
  const isInside = (event: DragEvent) => event.target instanceof Node && area.contains(event.target)
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // There may be another one beside it.
    const isOthers = event.defaultPrevented
    event.preventDefault()
    if (isInside(event)) event.dataTransfer.dropEffect = 'copy'
    else if (!isOthers) event.dataTransfer.dropEffect = 'none'
    setOver(isInside(event))
  }
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setOver(false)
    if (isInside(event)) props.onFiles(filesIn(event.dataTransfer))
  }
  const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
  onMount(() => {
    addEventListener('dragover', onDragOver)
    addEventListener('drop', onDrop)
    addEventListener('dragleave', onDragLeave)
  })
  onCleanup(() => {
    removeEventListener('dragover', onDragOver)
    removeEventListener('drop', onDrop)
    removeEventListener('dragleave', onDragLeave)
  })
  return (
    <div ref={(element) => (area = element)} class="relative flex min-h-0 grow flex-col">
      {props.children}
      <Show when={over()}>
        <div class="animate-fade-in pointer-events-none absolute inset-1.5 z-40 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-[color-mix(in_oklab,var(--color-accent-wash)_92%,transparent)]">
          <p class="flex items-center gap-2 text-base font-medium text-accent-ink">
            <Upload size={18} aria-hidden="true" /> Drop to attach
          </p>
        </div>
      </Show>
    </div>
  )
}
