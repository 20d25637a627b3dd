/** How long a socket may take to open, and to close once asked, before it is given up, in ms. */
const OPEN_WITHIN_MS = 4_000
const CLOSE_WITHIN_MS = 500

/**
 * A WebSocket that never hangs. Behind a cut network the browser's own waits for minutes: it neither opens nor, once
 * closed, says so. This one tells its listeners that it is closed, once: the browser's own `close` may follow when
 * another socket is open already, and would be taken for that one's.
 */
export class ImpatientSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    let isTold = false
    // Before any listener of somebody else's.
    this.addEventListener('close', (event) => {
      if (isTold) event.stopImmediatePropagation()
      isTold = true
    })
    const timer = setTimeout(() => super.close(), OPEN_WITHIN_MS)
    for (const event of ['open', 'error', 'close']) this.addEventListener(event, () => clearTimeout(timer), { once: true })
  }

  override close(code?: number, reason?: string): void {
    const wasOpen = this.readyState === WebSocket.OPEN
    super.close(code, reason)
    if (!wasOpen) return
    setTimeout(() => this.readyState !== WebSocket.CLOSED && this.dispatchEvent(new CloseEvent('close', { code: 1006 })), CLOSE_WITHIN_MS)
  }
}
