/**
 * Of one browser's tabs that all want to do the same, one does it; when it closes, another goes on.
 * Where the browser cannot choose (a page without TLS), each does. @returns stops.
 */
export function whileChosenTab(name: string, begin: () => () => void): () => void {
  // Not there without TLS, whatever the types say.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return begin()
  const stopping = new AbortController()
  const isStopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  locks
    .request(`atrium ${name}`, { signal: stopping.signal }, async () => {
      const end = begin()
      await isStopped
      end()
    })
    // Stopped while another tab had it.
    .catch(() => {})
  return () => stopping.abort()
}
