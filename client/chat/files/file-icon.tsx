import { File, FileArchive, FileCode, FileImage, FileMusic, FileSpreadsheet, FileText, FileVideo2, type LucideIcon } from 'lucide-solid'
import { Dynamic } from 'solid-js/web'
import { fileKind, type FileKind } from './file-kind.rules.ts'

const ICONS: Record<FileKind, LucideIcon> = {
  image: FileImage,
  video: FileVideo2,
  audio: FileMusic,
  table: FileSpreadsheet,
  code: FileCode,
  archive: FileArchive,
  text: FileText,
  other: File,
}

export function FileIcon(props: { file: { name: string; mimeType: string }; size?: number }) {
  return <Dynamic component={ICONS[fileKind(props.file)]} size={props.size ?? 18} aria-hidden="true" />
}
