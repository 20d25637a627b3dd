import { createSignal, onCleanup, type Accessor } from 'solid-js'

/** Whether a media query holds, followed for as long as the owner lives. */
export function createMediaQuery(query: string): Accessor<boolean> {
  const list = matchMedia(query)
  const [matches, setMatches] = createSignal(list.matches)
  const follow = (event: MediaQueryListEvent) => setMatches(event.matches)
  list.addEventListener('change', follow)
  onCleanup(() => list.removeEventListener('change', follow))
  return matches
}

/** There is room for two columns of chat beside the page. */
export const WIDE = '(min-width: 1400px)'

/** Below Tailwind's `md`. */
export const PHONE = '(max-width: 767.98px)'
