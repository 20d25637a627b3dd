import { createContext, createSignal, onCleanup, useContext, type JSX } from 'solid-js'

/** Speaks through a polite live region; what is said within a moment is spoken as one sentence after the other. */
export type Announce = (text: string) => void

const AnnouncerContext = createContext<Announce>()
const GATHER_MS = 600

export function AnnouncerProvider(props: { children: JSX.Element }) {
  const [spoken, setSpoken] = createSignal('')
  let waiting: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const announce: Announce = (text) => {
    waiting.push(text)
    timer ??= setTimeout(() => {
      timer = undefined
      setSpoken(waiting.join(' '))
      waiting = []
    }, GATHER_MS)
  }
  onCleanup(() => clearTimeout(timer))
  return (
    <AnnouncerContext.Provider value={announce}>
      {props.children}
      <div aria-live="polite" aria-atomic="true" class="sr-only">
        {spoken()}
      </div>
    </AnnouncerContext.Provider>
  )
}

/** @throws Error outside an AnnouncerProvider. */
export function useAnnounce(): Announce {
  const announce = useContext(AnnouncerContext)
  if (!announce) throw new Error('useAnnounce outside AnnouncerProvider')
  return announce
}
