import { CloudOff, RefreshCw } from 'lucide-solid'
import { createSignal, Match, onCleanup, Switch } from 'solid-js'
import { useConnection } from './connection-context.tsx'

/** A blip shorter than this is nobody's business, in ms. */
const CALM_MS = 1_200

/** Says calmly that what is shown may be old, and that it mends itself. */
export function ConnectionNotice() {
  const connection = useConnection()
  const [nowMs, setNowMs] = createSignal(Date.now())
  const timer = setInterval(() => setNowMs(Date.now()), 400)
  onCleanup(() => clearInterval(timer))
  const goneForMs = () => {
    const state = connection.state()
    return state.name === 'reconnecting' ? nowMs() - state.sinceMs : 0
  }
  return (
    <div role="status" class="contents">
      <Switch>
        <Match when={goneForMs() > CALM_MS}>
          <div class="animate-fade-in flex items-center justify-center gap-2 bg-warn-wash px-4 py-1.5 text-sm text-warn">
            <CloudOff size={14} />
            <span>No connection. You can keep writing; it is sent once we are back.</span>
          </div>
        </Match>
        <Match when={connection.state().name === 'signedOut'}>
          <div class="flex items-center justify-center gap-2 bg-warn-wash px-4 py-1.5 text-sm text-warn">
            <RefreshCw size={14} />
            <span>Your session has ended. Sign in again to go on.</span>
          </div>
        </Match>
      </Switch>
    </div>
  )
}
