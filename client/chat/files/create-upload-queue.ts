import type { FileView } from '@atrium/shared/chat/views.ts'
import { uploadFile } from './upload-file.ts'

/** At once; more would only make each slower. */
const AT_ONCE = 3

interface Listener {
  begun(key: string): void
  /** From 0 to 1. */
  progressed(key: string, part: number): void
  stored(key: string, file: FileView): void
  /** `words` for people. */
  failed(key: string, words: string): void
  /** It was cancelled, and is there all the same. */
  storedInVain(file: FileView): void
}

/** Uploads a few at a time, in the order they came. What failed is kept, to be tried again. */
export function createUploadQueue(listener: Listener) {
  const sources = new Map<string, File>()
  const running = new Map<string, AbortController>()
  let waiting: string[] = []
  const pump = () => {
    while (running.size < AT_ONCE && waiting.length > 0) {
      const key = waiting.shift()!
      const source = sources.get(key)
      if (source) void run(key, source)
    }
  }
  const run = async (key: string, source: File) => {
    const stopping = new AbortController()
    running.set(key, stopping)
    listener.begun(key)
    const { signal } = stopping
    try {
      const file = await uploadFile(source, { signal, onProgress: (part) => listener.progressed(key, part) })
      if (signal.aborted) return listener.storedInVain(file)
      sources.delete(key)
      listener.stored(key, file)
    } catch (error) {
      if (!signal.aborted) listener.failed(key, error instanceof Error ? error.message : 'Try again.')
    } finally {
      running.delete(key)
      pump()
    }
  }
  return {
    add(key: string, source: File) {
      sources.set(key, source)
      waiting.push(key)
      pump()
    },
    /** Whether there is something to try again. */
    has: (key: string) => sources.has(key),
    retry(key: string) {
      waiting.push(key)
      pump()
    },
    cancel(key: string) {
      sources.delete(key)
      waiting = waiting.filter((other) => other !== key)
      running.get(key)?.abort()
    },
  }
}
