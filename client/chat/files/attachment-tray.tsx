import { RotateCcw, X } from 'lucide-solid'
import { For, Match, Show, Switch } from 'solid-js'
import { IconButton } from '../../ui/icon-button.tsx'
import { useChat } from '../chat-context.tsx'
import type { Attachment, Attachments } from './create-attachments.ts'
import { FileIcon } from './file-icon.tsx'
import { sizeLabel } from './file-size.rules.ts'
import { thumbnailUrl } from './file-url.ts'

/** What goes with the message that is being written, over its words. */
export function AttachmentTray(props: { attachments: Attachments }) {
  return (
    <>
      <Show when={!props.attachments.isEmpty()}>
        <ul aria-label="Attached files" class="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto p-2 pb-1">
          <For each={props.attachments.list().map(({ key }) => key)}>
            {(key) => (
              <Show when={props.attachments.list().find((attachment) => attachment.key === key)}>
                {(attachment) => <Line attachment={attachment()} attachments={props.attachments} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.attachments.trouble()}>
        <p class="px-3 pt-2 text-xs text-bad">{props.attachments.trouble()}</p>
      </Show>
    </>
  )
}

function Line(props: { attachment: Attachment; attachments: Attachments }) {
  const isRunning = () => props.attachment.state === 'uploading' || props.attachment.state === 'waiting'
  const percent = () => Math.round(props.attachment.progress * 100)
  return (
    <li
      class="relative flex min-h-12 min-w-0 grow basis-56 items-center gap-2 overflow-hidden rounded-lg border py-1 pr-1 pl-1.5"
      classList={{
        'border-line bg-sunken': props.attachment.state !== 'failed',
        'border-bad bg-bad-wash': props.attachment.state === 'failed',
      }}
    >
      <Picture attachment={props.attachment} />
      <div class="min-w-0 grow">
        <p class="truncate text-sm leading-4.5 text-ink" title={props.attachment.name}>
          {props.attachment.name}
        </p>
        <Switch>
          <Match when={props.attachment.state === 'failed'}>
            <p class="line-clamp-2 text-xs leading-4 text-bad" title={props.attachment.error}>
              {props.attachment.error}
            </p>
          </Match>
          <Match when={isRunning()}>
            <p class="text-xs leading-4 text-ink-faint">
              {props.attachment.state === 'waiting' ? 'Waiting' : `${percent()} % of ${sizeLabel(props.attachment.sizeBytes)}`}
            </p>
          </Match>
          <Match when={true}>
            <p class="text-xs leading-4 text-ink-faint">{sizeLabel(props.attachment.sizeBytes)}</p>
          </Match>
        </Switch>
      </div>
      <Show when={props.attachment.state === 'failed' && props.attachments.canRetry(props.attachment.key)}>
        <IconButton
          label={`Try ${props.attachment.name} again`}
          size="small"
          class="max-md:size-9"
          onClick={() => props.attachments.retry(props.attachment.key)}
        >
          <RotateCcw size={14} />
        </IconButton>
      </Show>
      <IconButton
        label={`${isRunning() ? 'Cancel' : 'Remove'} ${props.attachment.name}`}
        size="small"
        class="max-md:size-9"
        onClick={() => props.attachments.remove(props.attachment.key)}
      >
        <X size={14} />
      </IconButton>
      <Show when={isRunning()}>
        <div
          role="progressbar"
          aria-label={`Uploading ${props.attachment.name}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent()}
          class="absolute inset-x-0 bottom-0 h-0.5 bg-line"
        >
          <div class="h-full bg-accent transition-[width]" style={{ width: `${percent()}%` }} />
        </div>
      </Show>
    </li>
  )
}

function Picture(props: { attachment: Attachment }) {
  const chat = useChat()
  const thumbnail = () => {
    const { file } = props.attachment
    return file?.hasThumbnail ? thumbnailUrl(chat.organizationId(), file.id) : null
  }
  return (
    <span class="grid size-9 shrink-0 place-items-center overflow-hidden rounded-md bg-hover text-ink-soft">
      <Show when={thumbnail()} fallback={<FileIcon file={props.attachment} />}>
        {(url) => <img src={url()} alt="" class="size-full object-cover" />}
      </Show>
    </span>
  )
}
