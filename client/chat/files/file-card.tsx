import { CircleAlert, Download } from 'lucide-solid'
import { Match, Show, Switch, type JSX } from 'solid-js'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat-context.tsx'
import { FileIcon } from './file-icon.tsx'
import { sizeLabel } from './file-size.rules.ts'
import { fileUrl } from './file-url.ts'

/** Any file that is no picture: what it is called, how large it is, and the way to it. */
export function FileCard(props: { file: FileView }) {
  const chat = useChat()
  return (
    <Switch>
      <Match when={props.file.state === 'stored'}>
        <a
          href={fileUrl(chat.organizationId(), props.file.id)}
          download={props.file.name}
          class="group/file flex w-80 max-w-full items-center gap-2.5 rounded-lg border border-line bg-surface py-1.5 pr-2.5 pl-2 hover:bg-hover"
        >
          <Inside file={props.file} about={sizeLabel(props.file.sizeBytes)} action="Download" />
          <Download size={16} class="shrink-0 text-ink-faint group-hover/file:text-ink" aria-hidden="true" />
        </a>
      </Match>
      <Match when={true}>
        <div class="flex w-80 max-w-full items-center gap-2.5 rounded-lg border border-line bg-surface py-1.5 pr-2.5 pl-2">
          <Inside
            file={props.file}
            about={
              <Show when={props.file.state === 'failed'} fallback="On its way here">
                <span class="text-bad [overflow-wrap:anywhere]">{props.file.failure}</span>
              </Show>
            }
          />
          <Show when={props.file.state === 'failed'} fallback={<Spinner class="shrink-0 text-ink-faint" />}>
            <CircleAlert size={16} class="shrink-0 text-bad" aria-hidden="true" />
          </Show>
        </div>
      </Match>
    </Switch>
  )
}

/** `action`: what a click does, for those who do not see the icon. */
function Inside(props: { file: FileView; about: JSX.Element; action?: string }) {
  return (
    <>
      <span class="grid size-9 shrink-0 place-items-center rounded-md bg-hover text-ink-soft">
        <FileIcon file={props.file} />
      </span>
      <span class="min-w-0 grow">
        <span class="block truncate text-sm font-medium text-ink" title={props.file.name}>
          <Show when={props.action}>
            <span class="sr-only">{props.action} </span>
          </Show>
          {props.file.name}
        </span>
        <span class="block text-xs leading-4 text-ink-faint">{props.about}</span>
      </span>
    </>
  )
}
