import type { Attachments } from './create-attachments.ts'

/** Files that were dragged or copied, without folders. */
export function filesIn(transfer: DataTransfer): File[] {
  return [...transfer.items].flatMap((item) => {
    const file = item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory ? item.getAsFile() : null
    return file ? [file] : []
  })
}

/** Attaches what was copied. A piece of a document or a table brings a picture of itself along, which is not meant. */
export function attachPasted(event: ClipboardEvent, attachments: Attachments): void {
  const copied = event.clipboardData
  if (!copied || (copied.types.includes('text/plain') && copied.types.includes('text/html'))) return
  const files = filesIn(copied)
  if (files.length === 0) return
  event.preventDefault()
  void attachments.add(files)
}
