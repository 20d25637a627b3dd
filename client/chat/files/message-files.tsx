import { Index, Show } from 'solid-js'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { FileCard } from './file-card.tsx'
import { isPicture } from './is-picture.ts'
import { PictureTile } from './picture-tile.tsx'

/** The files of a message, or of one on its way (`onOpen` null): pictures beside each other, everything else as cards below. */
export function MessageFiles(props: { files: FileView[]; onOpen: ((fileId: FileId) => void) | null }) {
  const pictures = () => props.files.filter(isPicture)
  const others = () => props.files.filter((file) => !isPicture(file))
  return (
    <div class="flex flex-col gap-1.5 py-0.5">
      <Show when={pictures().length > 0}>
        <div class="flex flex-wrap gap-1.5">
          {/* By their place: a message that changes brings new views of the same files, and nothing is loaded again. */}
          <Index each={pictures()}>{(file) => <PictureTile file={file()} alone={pictures().length === 1} onOpen={props.onOpen} />}</Index>
        </div>
      </Show>
      <Index each={others()}>{(file) => <FileCard file={file()} />}</Index>
    </div>
  )
}
