import { SHOWN_IMAGES } from '@atrium/shared/chat/file-limits.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'

/** Stands in the list as a picture, or will once its bytes are here. */
export function isPicture(file: FileView): boolean {
  return file.width !== null && SHOWN_IMAGES.includes(file.mimeType) && file.state !== 'failed'
}

/** Can be looked at now. */
export function isShown(file: FileView): boolean {
  return isPicture(file) && file.state === 'stored'
}
