import * as Kobalte from '@kobalte/core/dialog'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-solid'
import { createSignal, Show, type JSX } from 'solid-js'
import { createFocusReturn } from '../../ui/give-focus-back.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat-context.tsx'
import { dayLabel, timeLabel } from '../message-groups.rules.ts'
import type { ImageViewer, ViewedImage } from './create-image-viewer.ts'
import { sizeLabel } from './file-size.rules.ts'
import { fileUrl, thumbnailUrl } from './file-url.ts'

/** Arrow keys go from picture to picture of the chat, Escape closes; focus is kept inside and given back. */
export function ImageViewerContent(props: { viewer: ImageViewer }) {
  const giveBack = createFocusReturn(() => props.viewer.current() !== null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    props.viewer.move(event.key === 'ArrowLeft' ? -1 : 1)
  }
  return (
    <Kobalte.Root open={props.viewer.current() !== null} onOpenChange={(open) => !open && props.viewer.close()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="animate-fade-in fixed inset-0 z-50 bg-[#0b0b0ffa]" />
        <Kobalte.Content
          onCloseAutoFocus={giveBack}
          onKeyDown={onKeyDown}
          class="fixed inset-0 z-50 flex flex-col text-white focus:outline-none"
        >
          <Show when={props.viewer.current()}>{(image) => <Opened image={image()} viewer={props.viewer} />}</Show>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

const BUTTON = 'grid size-10 shrink-0 place-items-center rounded-lg text-white/85 hover:bg-white/15 hover:text-white disabled:invisible'

function Opened(props: { image: ViewedImage; viewer: ImageViewer }) {
  const chat = useChat()
  const url = () => fileUrl(chat.organizationId(), props.image.file.id)
  return (
    <>
      <header class="flex items-center gap-1 py-2 pr-2 pl-4">
        <div class="min-w-0 grow">
          <Kobalte.Title class="truncate text-base font-medium">{props.image.file.name}</Kobalte.Title>
          <Kobalte.Description class="truncate text-xs text-white/75">
            {props.image.authorName}, {dayLabel(props.image.createdAt, Date.now())} {timeLabel(props.image.createdAt)} ·{' '}
            {props.viewer.place().number} of {props.viewer.place().of} · {sizeLabel(props.image.file.sizeBytes)}
          </Kobalte.Description>
        </div>
        <a href={url()} download={props.image.file.name} aria-label={`Download ${props.image.file.name}`} class={BUTTON}>
          <Download size={18} />
        </a>
        <Kobalte.CloseButton aria-label="Close" class={BUTTON}>
          <X size={20} />
        </Kobalte.CloseButton>
      </header>
      <div class="relative min-h-0 grow" onClick={(event) => event.target === event.currentTarget && props.viewer.close()}>
        <Show when={props.image.file.id} keyed>
          {(fileId) => (
            <Picture
              image={props.image}
              url={url()}
              placeholder={thumbnailUrl(chat.organizationId(), fileId)}
              onClose={props.viewer.close}
            />
          )}
        </Show>
        <Side side="left" label="Previous image" disabled={props.viewer.place().number <= 1} onClick={() => props.viewer.move(-1)}>
          <ChevronLeft size={24} />
        </Side>
        <Side
          side="right"
          label="Next image"
          disabled={props.viewer.place().number >= props.viewer.place().of}
          onClick={() => props.viewer.move(1)}
        >
          <ChevronRight size={24} />
        </Side>
      </div>
    </>
  )
}

function Side(props: { side: 'left' | 'right'; label: string; disabled: boolean; onClick: () => void; children: JSX.Element }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={() => props.onClick()}
      class={`absolute top-1/2 -translate-y-1/2 bg-black/40 ${BUTTON}`}
      classList={{ 'left-2': props.side === 'left', 'right-2': props.side === 'right' }}
    >
      {props.children}
    </button>
  )
}

/** The thumbnail, as large as the picture will be, until that is here. */
function Picture(props: { image: ViewedImage; url: string; placeholder: string; onClose: () => void }) {
  const [state, setState] = createSignal<'loading' | 'shown' | 'broken'>('loading')
  const size = () => ({ width: props.image.file.width ?? 1, height: props.image.file.height ?? 1 })
  const frame = () => ({ 'aspect-ratio': `${size().width} / ${size().height}`, width: `${size().width}px` })
  return (
    <div
      class="flex size-full items-center justify-center p-2 pb-4 [container-type:size] md:px-16"
      onClick={(event) => event.target === event.currentTarget && props.onClose()}
    >
      <div
        style={{ ...frame(), 'max-width': `min(100%, calc(100cqh * ${size().width / size().height}))` }}
        class="relative shrink-0 overflow-hidden"
      >
        <Show when={state() !== 'shown' && props.image.file.hasThumbnail}>
          <img src={props.placeholder} alt="" class="absolute inset-0 size-full object-cover" />
        </Show>
        <img
          src={props.url}
          alt={props.image.file.name}
          class="relative size-full object-contain"
          classList={{ 'opacity-0': state() !== 'shown' }}
          onLoad={() => setState('shown')}
          onError={() => setState('broken')}
        />
      </div>
      <Show when={state() === 'loading'}>
        <Spinner class="absolute size-6" />
      </Show>
      <Show when={state() === 'broken'}>
        <p role="alert" class="absolute rounded-lg bg-black/75 px-4 py-2 text-sm">
          The image could not be loaded. It may have been deleted; otherwise check your connection, close it and open it again.
        </p>
      </Show>
    </div>
  )
}
