import type { FileView } from '@atrium/shared/chat/views.ts'
import { fileKind } from './file-kind.rules.ts'

type Described = Pick<FileView, 'name' | 'mimeType'>

/** What stands for a message of files alone where there is one line: "Image: plan.png", "3 images", "2 files". */
export function describeFiles(files: readonly Described[]): string {
  const [first] = files
  if (!first) return ''
  const images = files.filter((file) => fileKind(file) === 'image').length
  if (files.length === 1) return `${images === 1 ? 'Image' : 'File'}: ${first.name}`
  return `${files.length} ${images === files.length ? 'images' : 'files'}`
}

/** A message in one line: its words, and its files when there is nothing else, or when they would go unnoticed. */
export function lineOf(words: string, files: readonly Described[]): string {
  if (files.length === 0) return words
  return words === '' ? describeFiles(files) : `${words} (${describeFiles(files)})`
}
