/** How long a socket may take to open, and to close once asked, before it is given up, in ms. */
const OPEN_WITHIN_MS = 4_000
const CLOSE_WITHIN_MS = 500

/**
 * A WebSocket that never hangs. Behind a cut network the browser's own waits for minutes: it neither opens nor, once
 * closed, says so. This one tells its listeners that it is closed; the browser's own `close` may follow later and is
 * harmless to tRPC.
 */
export class ImpatientSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
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
