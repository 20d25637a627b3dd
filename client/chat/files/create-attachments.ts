import { createSignal, createUniqueId } from 'solid-js'
import { MOST_FILES } from '@atrium/shared/chat/file-limits.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import type { Announce } from '../../ui/announcer.tsx'
import { readStored, writeStored } from '../../ui/stored.ts'
import { createUploadQueue } from './create-upload-queue.ts'
import { sizeLabel } from './file-size.rules.ts'
import { uploadLimits } from './upload-file.ts'

/** A file that goes with what is being written. */
export interface Attachment {
  key: string
  name: string
  sizeBytes: number
  mimeType: string
  /** From 0 to 1, while it is sent. */
  progress: number
  /** waiting: others go first. */
  state: 'waiting' | 'uploading' | 'stored' | 'failed'
  error: string
  /** Once it is stored. */
  file: FileView | null
}

interface Parts {
  /** Under which the stored ones are remembered on this device. */
  storageKey: string
  announce: Announce
  /** What to do about a stored one that is not sent after all. */
  discard: (fileId: FileId) => void
}

/** The files of one draft: several upload at once, each can be cancelled and tried again, and they stay until they are sent. */
export function createAttachments({ storageKey, announce, discard }: Parts) {
  const [list, setList] = createSignal<Attachment[]>(restored(readStored(storageKey)))
  const [trouble, setTrouble] = createSignal<string | null>(null)
  const update = (key: string, patch: Partial<Attachment>) =>
    setList((all) => all.map((attachment) => (attachment.key === key ? { ...attachment, ...patch } : attachment)))
  const remember = () => {
    const stored = list().flatMap(({ file }) => (file ? [file] : []))
    writeStored(storageKey, stored.length > 0 ? JSON.stringify(stored) : null)
  }
  const fail = (key: string, error: string) => {
    update(key, { state: 'failed', error })
    announce(`${list().find((attachment) => attachment.key === key)?.name} could not be attached: ${error}`)
  }
  const queue = createUploadQueue({
    begun: (key) => update(key, { state: 'uploading', progress: 0, error: '' }),
    progressed: (key, progress) => update(key, { progress }),
    stored(key, file) {
      update(key, { state: 'stored', progress: 1, file, name: file.name })
      remember()
      announce(`${file.name} is attached.`)
    },
    failed: fail,
    storedInVain: ({ id }) => discard(id),
  })
  const forget = (keys: readonly string[]) => {
    setTrouble(null)
    keys.forEach(queue.cancel)
    setList((all) => all.filter(({ key }) => !keys.includes(key)))
    remember()
  }
  const say = (text: string) => {
    setTrouble(text)
    announce(text)
  }
  return {
    list,
    /** What is wrong with what was to be added. */
    trouble,
    async add(files: readonly File[]) {
      setTrouble(null)
      const { maxFiles = MOST_FILES, maxBytes = Infinity } = (await uploadLimits()) ?? {}
      const room = Math.max(0, maxFiles - list().length)
      if (files.length > room) say(`A message takes at most ${maxFiles} files: send the others with another one.`)
      for (const source of files.slice(0, room)) {
        const attachment = attachmentOf(source)
        setList((all) => [...all, attachment])
        const error = troubleWith(source, maxBytes)
        if (error) fail(attachment.key, error)
        else queue.add(attachment.key, source)
      }
    },
    isEmpty: () => list().length === 0,
    /** Everything that is attached is here and can go. */
    isReady: () => list().every(({ state }) => state === 'stored'),
    canRetry: queue.has,
    retry(key: string) {
      update(key, { state: 'waiting', error: '' })
      queue.retry(key)
    },
    remove(key: string) {
      const file = list().find((attachment) => attachment.key === key)?.file
      forget([key])
      if (file) discard(file.id)
    },
    /** Hands over what goes with the message that is sent now. */
    take(): FileView[] {
      const stored = list().filter(({ state }) => state === 'stored')
      forget(stored.map(({ key }) => key))
      return stored.flatMap(({ file }) => (file ? [file] : []))
    },
  }
}
export type Attachments = ReturnType<typeof createAttachments>

function attachmentOf({ name, size, type }: File): Attachment {
  return { key: createUniqueId(), name, sizeBytes: size, mimeType: type, progress: 0, state: 'waiting', error: '', file: null }
}

/** What can be told before anything is sent. */
function troubleWith({ size }: File, maxBytes: number): string | null {
  if (size === 0) return 'It is empty.'
  return size > maxBytes ? `It has more than ${sizeLabel(maxBytes)}.` : null
}

/** Written by this page, or by an older one. */
function restored(text: string | null): Attachment[] {
  try {
    const files = JSON.parse(text ?? '[]') as FileView[]
    return files.map((file) => {
      const { name, sizeBytes, mimeType } = file
      return { key: file.id, name, sizeBytes, mimeType, progress: 1, state: 'stored', error: '', file }
    })
  } catch {
    return []
  }
}
