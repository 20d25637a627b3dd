import { createSignal, lazy, onCleanup, Show, Suspense } from 'solid-js'
import { useMe } from '../identity/session.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { pagePart } from '../ui/page-part.ts'
import { Skeleton } from '../ui/skeleton.tsx'

const DirectoryPanel = lazy(pagePart(() => import('./directory-panel.tsx').then((module) => ({ default: module.DirectoryPanel }))))

/** The directory from anywhere, with Ctrl P or ⌘ P; visitors have none (ID4). Its code is loaded when it is opened for the first time. */
export function DirectoryDialog() {
  const me = useMe()
  const [open, setOpen] = createSignal(false)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return
    if (me().actor.kind !== 'member') return
    event.preventDefault()
    setOpen(true)
  }
  document.addEventListener('keydown', onKeyDown)
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))
  return (
    <Dialog open={open()} onClose={() => setOpen(false)} title="People" wide fromTop>
      <Suspense fallback={<Skeleton lines={5} withAvatar />}>
        <Show when={open()}>
          <div class="-mx-4 h-[26rem] max-h-[70dvh]">
            <DirectoryPanel autofocus onDone={() => setOpen(false)} />
          </div>
        </Show>
      </Suspense>
    </Dialog>
  )
}
