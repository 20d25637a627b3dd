const LOOK_AGAIN_MS = 1_000
const ASK_WITHIN_MS = 4_000
const RELOAD_AGAIN_AFTER_MS = 20_000

interface Surroundings {
  serverAnswers(): Promise<boolean>
  pause(): Promise<void>
  reload(): void
}

/**
 * A part of the page that is loaded when it is first needed. While the server cannot be reached the page stays as it is, with all that
 * is written on it and not sent, and the part is fetched once the server is back. When the server answers and has the part no more, it
 * was updated since the page was loaded: then the page is loaded anew, as the person would do.
 * @returns fetches it, once for all who ask meanwhile
 */
export function pagePart<T>(load: () => Promise<T>, around: Surroundings = theBrowser): () => Promise<T> {
  let underWay: Promise<T> | null = null
  const settled = () => {
    underWay = null
  }
  return () => {
    if (underWay) return underWay
    underWay = fetchPart(load, around)
    underWay.then(settled, settled)
    return underWay
  }
}

async function fetchPart<T>(load: () => Promise<T>, around: Surroundings): Promise<T> {
  for (let missed = 0; ;) {
    try {
      return await load()
    } catch (error) {
      if (await around.serverAnswers()) missed += 1
      else await around.pause()
      // The first time the server may just have come back.
      if (missed < 2) continue
      around.reload()
      throw error
    }
  }
}

const theBrowser: Surroundings = {
  serverAnswers: () =>
    fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(ASK_WITHIN_MS) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  pause: () => new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS)),
  reload: reloadOnce,
}

/** Once, so that a server that is really broken does not make the page spin. */
function reloadOnce(): void {
  const lastMs = Number(sessionStorage.getItem('atrium.reloaded') ?? 0)
  if (Date.now() - lastMs < RELOAD_AGAIN_AFTER_MS) return
  sessionStorage.setItem('atrium.reloaded', String(Date.now()))
  location.reload()
}
