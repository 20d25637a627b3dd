import type { FileView } from '@atrium/shared/chat/views.ts'

export interface UploadLimits {
  maxBytes: number
  maxFiles: number
}
interface Running {
  /** From 0 to 1. */
  onProgress: (part: number) => void
  signal: AbortSignal
}

let limits: Promise<UploadLimits | null> | null = null

/** What the server takes; asked once. Null when it does not say: then it says so of each file. */
export function uploadLimits(): Promise<UploadLimits | null> {
  limits ??= fetch('/api/files')
    .then(async (answer) => (answer.ok ? ((await answer.json()) as UploadLimits) : null))
    .catch(() => null)
  return limits.then((known) => {
    if (known === null) limits = null
    return known
  })
}

/** Sends a file's bytes. `fetch` does not tell how far it is, so this is the older way. @throws Error with words for people; AbortError when it was cancelled. */
export function uploadFile(file: File, { onProgress, signal }: Running): Promise<FileView> {
  const { promise, resolve, reject } = Promise.withResolvers<FileView>()
  const request = new XMLHttpRequest()
  request.open('POST', `/api/files?name=${encodeURIComponent(file.name)}`)
  request.responseType = 'json'
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
  request.addEventListener('load', () => {
    const answer = request.response as { file?: FileView; message?: string } | null
    if (request.status === 200 && answer?.file) resolve(answer.file)
    else reject(new Error(answer?.message ?? 'The server did not take it. Try again.'))
  })
  request.addEventListener('error', () => reject(new Error('The connection broke off. Try again.')))
  request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')))
  signal.addEventListener('abort', () => request.abort(), { once: true })
  request.send(file)
  return promise
}
