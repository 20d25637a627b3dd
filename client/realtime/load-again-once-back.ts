import { createEffect, on, untrack } from 'solid-js'
import { useConnection } from './connection-context.tsx'

/** What could not be loaded because the connection was lost is loaded as soon as it is back: nobody has to ask for it (SP11). */
export function loadAgainOnceBack(hasFailed: () => boolean, load: () => Promise<unknown>): void {
  const connection = useConnection()
  createEffect(
    on(
      () => connection.state().name === 'online',
      (isOnline) => {
        if (isOnline && untrack(hasFailed)) void load()
      },
    ),
  )
}
