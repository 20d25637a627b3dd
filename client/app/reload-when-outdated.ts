const AGAIN_AFTER_MS = 20_000

/**
 * After an update of the server the parts of an older page are gone from it. Then the page is loaded anew, as the person
 * would do; once, so that a server that is really broken does not make it spin.
 */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    const lastMs = Number(sessionStorage.getItem('atrium.reloaded') ?? 0)
    if (Date.now() - lastMs < AGAIN_AFTER_MS) return
    sessionStorage.setItem('atrium.reloaded', String(Date.now()))
    event.preventDefault()
    location.reload()
  })
}
