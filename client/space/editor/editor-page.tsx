import { ArrowLeft, Minus, MousePointer2, Plus, Redo2, TriangleAlert, Undo2 } from 'lucide-solid'
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { warningsOf } from '@atrium/shared/space/map-warnings.rules.ts'
import { LIST_NAMES, piecesIn } from '@atrium/shared/space/map-plan.ts'
import type { Rectangle, SpaceView } from '@atrium/shared/space/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { createMediaQuery, PHONE } from '../../ui/media-query.ts'
import { useToasts } from '../../ui/toast.tsx'
import { createEditor, type Editor, type Pick } from './create-editor.ts'
import { MARGIN } from './draw-plan.ts'
import { PlanCanvas } from './plan-canvas.tsx'
import { ThingFields } from './thing-fields.tsx'
import { ThingsList } from './things-list.tsx'
import { added, freeRectangle, TOOLS, type Tool } from './tools.rules.ts'
import { USUAL_ZOOM, ZOOMS, zoomThatFits } from './zoom.rules.ts'

/** Between the drawing and the edges of its view, on both sides together. */
const AROUND_PX = 32

/** A space's map, drawn and changed by those who may; everybody in the space sees it at once. On a phone the list of things alone. */
export function EditorPage(props: { space: SpaceView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const onPhone = createMediaQuery(PHONE)
  const editor = createEditor({ api, space: () => props.space, toasts })
  const [tool, setTool] = createSignal<Tool>('pick')
  const [zoom, setZoom] = createSignal(USUAL_ZOOM)
  /** All of the map is seen at first. */
  const fit = ({ clientWidth, clientHeight }: HTMLElement) => {
    const { width, height } = editor.plan().map
    const view = { width: clientWidth - AROUND_PX, height: clientHeight - AROUND_PX }
    setZoom(zoomThatFits({ width: width + 2 * MARGIN, height: height + 2 * MARGIN }, view))
  }
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  const spaceName = (id: string) => feed.state.spaces[id as SpaceId]?.name ?? 'a space that is gone'
  const put = (what: Tool, at: Rectangle | null) => {
    const to = spaces().find(({ id }) => id !== props.space.id)?.id ?? null
    if (what === 'portal' && !to) return toasts.show('A portal leads to another space. Make one under Settings, Spaces.', { tone: 'bad' })
    if (!at) return toasts.show('There is no free place for it. Remove something, or move it.', { tone: 'bad' })
    const made = added(editor.plan(), what, { at, to })
    if (!made) return toasts.show('Nobody could stand there. Choose a free place for the entrance.', { tone: 'bad' })
    if (!editor.edit(made.changes)) return undefined
    editor.setPick(made.pick)
    setTool('pick')
    return undefined
  }
  /** Pressed with a key there is nothing to point with: it is put down at a free place. */
  const choose = (what: Tool, event: MouseEvent) => {
    if (what !== 'pick' && what !== 'entrance' && (event.detail === 0 || onPhone())) put(what, freeRectangle(editor.plan(), what))
    else if (what === 'entrance' && (event.detail === 0 || onPhone())) editor.setPick('entrance')
    else setTool(what)
  }
  listenForUndo(editor)
  return (
    <div class="flex h-full min-h-0 flex-col">
      <header class="flex h-13 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
        <a
          href={`/spaces/${props.space.id}`}
          aria-label={`Back to ${props.space.name}`}
          class="grid size-8 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={16} aria-hidden="true" />
        </a>
        <div class="min-w-0 grow">
          <h1 class="truncate text-base leading-5 font-semibold text-ink">Map of {props.space.name}</h1>
          <p class="truncate text-xs leading-4 text-ink-faint">Everybody in the space sees each change at once</p>
        </div>
        <IconButton label="Undo" disabled={!editor.canUndo()} onClick={() => editor.undo()}>
          <Undo2 size={16} />
        </IconButton>
        <IconButton label="Redo" disabled={!editor.canRedo()} onClick={() => editor.redo()}>
          <Redo2 size={16} />
        </IconButton>
        <Show when={!onPhone()}>
          <IconButton label="Zoom out" disabled={zoom() === 0} onClick={() => setZoom(zoom() - 1)}>
            <Minus size={16} />
          </IconButton>
          <IconButton label="Zoom in" disabled={zoom() === ZOOMS.length - 1} onClick={() => setZoom(zoom() + 1)}>
            <Plus size={16} />
          </IconButton>
        </Show>
      </header>
      <Tools tool={tool()} onChoose={choose} onPhone={onPhone()} />
      <div class="flex min-h-0 grow">
        <Show when={!onPhone()}>
          <div class="flex min-w-0 grow overflow-auto bg-sunken p-4" ref={(view) => onMount(() => fit(view))}>
            <PlanCanvas
              editor={editor}
              tool={tool()}
              zoom={ZOOMS[zoom()] ?? 1}
              spaceName={spaceName}
              onPut={(at) => void put(tool(), at)}
            />
          </div>
        </Show>
        <aside
          aria-label="What is on the map"
          class="flex w-72 shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-surface p-3 max-md:w-full max-md:border-l-0"
        >
          <ThingFields editor={editor} spaces={spaces()} />
          <Warnings editor={editor} spaces={spaces()} />
          <ThingsList editor={editor} spaceName={spaceName} />
        </aside>
      </div>
    </div>
  )
}

function Tools(props: { tool: Tool; onChoose: (tool: Tool, event: MouseEvent) => void; onPhone: boolean }) {
  const look =
    'focus-inset flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium text-ink-soft hover:bg-hover hover:text-ink aria-pressed:bg-accent-wash aria-pressed:text-accent-ink max-md:h-10'
  return (
    <div
      role="group"
      aria-label="Add to the map"
      class="flex shrink-0 gap-1 overflow-x-auto border-b md:flex-wrap border-line bg-surface px-3 py-1.5"
    >
      <Show when={!props.onPhone}>
        <button type="button" aria-pressed={props.tool === 'pick'} class={look} onClick={(event) => props.onChoose('pick', event)}>
          <MousePointer2 size={14} aria-hidden="true" /> Select
        </button>
      </Show>
      <For each={Object.entries(TOOLS) as [Tool, { label: string }][]}>
        {([tool, { label }]) => (
          <button
            type="button"
            aria-label={tool === 'entrance' ? 'Move the entrance' : `Add: ${label}`}
            aria-pressed={props.onPhone ? undefined : props.tool === tool}
            class={look}
            onClick={(event) => props.onChoose(tool, event)}
          >
            {label}
          </button>
        )}
      </For>
    </div>
  )
}

function Warnings(props: { editor: Editor; spaces: SpaceView[] }) {
  const warnings = createMemo(() => warningsOf(props.editor.plan(), new Set(props.spaces.map(({ id }) => id))))
  const pickOf = (id: string): Pick => {
    const list = LIST_NAMES.find((name) => piecesIn(props.editor.plan(), name).some((piece) => piece.id === id))
    return list ? { list, id: id as never } : null
  }
  return (
    <Show when={warnings().length > 0}>
      <section aria-label="Look at this" class="flex flex-col gap-1 rounded-lg bg-warn-wash p-2">
        <For each={warnings()}>
          {(warning) => (
            <button
              type="button"
              onClick={() => props.editor.setPick(pickOf(warning.pieceId))}
              class="flex items-start gap-2 rounded-md px-1.5 py-1 text-left text-sm text-ink hover:underline"
            >
              <TriangleAlert size={14} class="mt-0.5 shrink-0 text-warn" aria-hidden="true" />
              {warning.text}
            </button>
          )}
        </For>
      </section>
    </Show>
  )
}

/** Ctrl Z and Ctrl Shift Z, or Ctrl Y; in a field they are the field's. */
function listenForUndo(editor: Editor): void {
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
    if (key === 'y' || (key === 'z' && event.shiftKey)) editor.redo()
    else if (key === 'z') editor.undo()
    else return
    event.preventDefault()
  }
  onMount(() => addEventListener('keydown', onKeyDown))
  onCleanup(() => removeEventListener('keydown', onKeyDown))
}
