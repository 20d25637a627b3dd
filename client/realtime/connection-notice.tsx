import { CircleCheck, CloudOff, RefreshCw } from 'lucide-solid'
import { createEffect, createSignal, Match, on, onCleanup, Switch } from 'solid-js'
import { useConnection } from './connection-context.tsx'

/** A blip shorter than this is nobody's business, in ms. */
const CALM_MS = 1_200
/** For so long one reads that all is well again, in ms. */
const BACK_MS = 3_000

/** Says calmly that what is shown may be old, that it mends itself, and when it has. */
export function ConnectionNotice() {
  const connection = useConnection()
  const [shown, setShown] = createSignal<'gone' | 'back' | null>(null)
  createEffect(
    on(
      () => connection.state().name,
      (state) => {
        if (state === 'reconnecting') later(CALM_MS, () => setShown('gone'))
        if (state !== 'online' || shown() !== 'gone') return
        setShown('back')
        later(BACK_MS, () => setShown(null))
      },
    ),
  )
  return (
    <div role="status" class="contents">
      <Switch>
        <Match when={connection.state().name === 'signedOut'}>
          <div class="flex items-center justify-center gap-2 bg-warn-wash px-4 py-1.5 text-sm text-warn">
            <RefreshCw size={14} aria-hidden="true" />
            <span>Your session has ended. Sign in again to go on.</span>
          </div>
        </Match>
        <Match when={shown() === 'gone'}>
          <div class="animate-fade-in flex items-center justify-center gap-2 bg-warn-wash px-4 py-1.5 text-sm text-warn">
            <CloudOff size={14} class="shrink-0" aria-hidden="true" />
            <span>No connection. You can keep writing; it is sent once we are back.</span>
          </div>
        </Match>
        <Match when={shown() === 'back'}>
          <div class="animate-fade-in flex items-center justify-center gap-2 bg-good-wash px-4 py-1.5 text-sm text-good">
            <CircleCheck size={14} class="shrink-0" aria-hidden="true" />
            <span>Connected again. Everything is up to date.</span>
          </div>
        </Match>
      </Switch>
    </div>
  )
}

/** Unless the state changes before. */
function later(afterMs: number, work: () => void): void {
  const timer = setTimeout(work, afterMs)
  onCleanup(() => clearTimeout(timer))
}
