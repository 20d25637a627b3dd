import { createMemo, createSignal } from 'solid-js'
import type { FileView, MessageView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { isShown } from './is-picture.ts'

/** A picture, and whose it is. */
export interface ViewedImage {
  file: FileView
  authorName: string
  /** ms since the epoch. */
  createdAt: number
}

/** Which picture of a chat is looked at; it closes by itself when that one is taken away. */
export function createImageViewer(messages: () => readonly MessageView[]) {
  const [openId, setOpenId] = createSignal<FileId | null>(null)
  const images = createMemo((): ViewedImage[] =>
    openId() === null
      ? []
      : messages().flatMap(({ files, authorName, createdAt }) => files.filter(isShown).map((file) => ({ file, authorName, createdAt }))),
  )
  const at = () => images().findIndex(({ file }) => file.id === openId())
  return {
    open: (fileId: FileId) => setOpenId(fileId),
    close: () => setOpenId(null),
    current: (): ViewedImage | null => images()[at()] ?? null,
    /** From 1. */
    place: () => ({ number: at() + 1, of: images().length }),
    /** -1: the one before, as long as there is one. */
    move(by: -1 | 1) {
      const next = images()[at() + by]
      if (at() !== -1 && next) setOpenId(next.file.id)
    },
  }
}
export type ImageViewer = ReturnType<typeof createImageViewer>
