export type FileKind = 'image' | 'video' | 'audio' | 'table' | 'code' | 'archive' | 'text' | 'other'

const BY_EXTENSION: Record<string, FileKind> = {
  ...kindOf('table', 'csv tsv xls xlsx ods numbers'),
  ...kindOf('code', 'js ts tsx jsx json py rb go rs java kt c h cpp cs php sh sql html css xml yaml yml toml'),
  ...kindOf('archive', 'zip gz tgz tar bz2 xz 7z rar zst'),
  ...kindOf('text', 'txt md pdf doc docx odt rtf pages log ppt pptx odp key'),
  ...kindOf('image', 'png jpg jpeg gif webp svg bmp tif tiff heic avif psd'),
  ...kindOf('video', 'mp4 mov webm mkv avi'),
  ...kindOf('audio', 'mp3 wav ogg flac m4a aac'),
}

function kindOf(kind: FileKind, extensions: string): Record<string, FileKind> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, kind]))
}

/** What a file is shown as: by its name, which says more than most types do, or else by its type. */
export function fileKind({ name, mimeType }: { name: string; mimeType: string }): FileKind {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = BY_EXTENSION[extension]
  if (known) return known
  const [type = ''] = mimeType.split('/')
  return type === 'image' || type === 'video' || type === 'audio' || type === 'text' ? type : 'other'
}
