import { ImageOff } from 'lucide-solid'
import { createSignal, Match, Switch } from 'solid-js'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat-context.tsx'
import { fileUrl, thumbnailUrl } from './file-url.ts'
import { fitImage } from './fit-image.rules.ts'

/** A picture as large as it will stay, before it is loaded and after. */
export function PictureTile(props: { file: FileView; alone: boolean; onOpen: ((fileId: FileId) => void) | null }) {
  const chat = useChat()
  const [broken, setBroken] = createSignal(false)
  const size = () => fitImage({ width: props.file.width ?? 1, height: props.file.height ?? 1 }, { alone: props.alone })
  const source = () => (props.file.hasThumbnail ? thumbnailUrl : fileUrl)(chat.organizationId(), props.file.id)
  const box = () => ({ width: `${size().width}px`, 'aspect-ratio': `${size().width} / ${size().height}` })
  return (
    <Switch>
      <Match when={props.file.state === 'fetching'}>
        <div style={box()} class="grid max-w-full place-items-center rounded-lg border border-line bg-sunken p-1 text-ink-faint">
          <p class="flex flex-col items-center gap-1.5 text-center text-xs">
            <Spinner />
            <span class="line-clamp-2 [overflow-wrap:anywhere]">{props.file.name} is on its way</span>
          </p>
        </div>
      </Match>
      <Match when={broken()}>
        <div style={box()} class="grid max-w-full place-items-center rounded-lg border border-line bg-sunken p-1 text-ink-faint">
          <p class="flex flex-col items-center gap-1 text-center text-xs">
            <ImageOff size={18} aria-hidden="true" />
            <span class="line-clamp-2 [overflow-wrap:anywhere]">{props.file.name} could not be loaded</span>
            <button
              type="button"
              class="rounded px-1 font-medium text-ink-soft underline underline-offset-2"
              onClick={() => setBroken(false)}
            >
              Try again
            </button>
          </p>
        </div>
      </Match>
      <Match when={true}>
        <button
          type="button"
          aria-label={`Open image ${props.file.name}`}
          disabled={props.onOpen === null}
          onClick={() => props.onOpen?.(props.file.id)}
          style={box()}
          class="max-w-full overflow-hidden rounded-lg border border-line bg-sunken transition-[filter] hover:brightness-95"
        >
          <img
            src={source()}
            alt={props.file.name}
            width={size().width}
            height={size().height}
            decoding="async"
            class="size-full object-cover"
            onError={() => setBroken(true)}
          />
        </button>
      </Match>
    </Switch>
  )
}
