import { Trash2 } from 'lucide-solid'
import { createUniqueId, For, Show, type JSX } from 'solid-js'
import type { PieceId, SpaceId } from '@atrium/shared/ids.ts'
import type { ListName, MapChange, PieceLists, RoomPlan } from '@atrium/shared/space/map-plan.ts'
import { removed, resized, type Picked } from '@atrium/shared/space/plan-steps.rules.ts'
import {
  ROOM_FLOORS,
  type Furniture,
  type FurnitureKind,
  type MapPiece,
  type Portal,
  type Rectangle,
  type RoomFloor,
  type SpaceView,
} from '@atrium/shared/space/views.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputLook } from '../../ui/field.tsx'
import type { Editor } from './create-editor.ts'
import { KIND_NAMES } from './thing-names.rules.ts'
import { FLAT } from './tools.rules.ts'

const TILE = 32
const FLOOR_NAMES: Record<RoomFloor, string> = { plain: 'Plain', wood: 'Wood', tiles: 'Tiles', carpet: 'Carpet' }

/** What can be said of the thing that is picked, or of the whole map when none is. Each field is one edit. */
export function ThingFields(props: { editor: Editor; spaces: SpaceView[] }) {
  const { editor } = props
  const picked = () => editor.pick() as Picked
  const change = (after: Partial<PieceLists[ListName]>) => {
    const before = editor.piece()
    if (before) editor.edit([{ list: picked().list, before, after: { ...before, ...after } } as MapChange])
  }
  return (
    <Show
      when={editor.pick() === 'entrance'}
      fallback={
        <Show when={editor.piece()} fallback={<MapSize editor={editor} />}>
          {(piece) => <Fields {...props} piece={piece()} change={change} />}
        </Show>
      }
    >
      <Entrance editor={editor} />
    </Show>
  )
}

type Piece = RoomPlan | MapPiece
interface FieldsProps {
  editor: Editor
  spaces: SpaceView[]
  piece: Piece
  change: (after: Partial<PieceLists[ListName]>) => void
}

function Fields(props: FieldsProps) {
  const { editor } = props
  const picked = () => editor.pick() as Picked
  const remove = () => {
    if (editor.edit(removed(editor.plan(), picked()))) editor.setPick(null)
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()} aria-label="What is chosen">
      <Show when={picked().list === 'rooms'}>
        <RoomFields room={props.piece as RoomPlan} change={props.change} />
      </Show>
      <Show when={picked().list === 'furniture'}>
        <Choice
          label="Kind"
          value={(props.piece as Furniture).kind}
          options={Object.entries(KIND_NAMES).map(([value, text]) => ({ value, text }))}
          onChoose={(value) => props.change({ kind: value as FurnitureKind, solid: !FLAT.includes(value as FurnitureKind) })}
        />
      </Show>
      <Show when={picked().list === 'portals'}>
        <PortalFields portal={props.piece as Portal} spaces={props.spaces} own={editor.space().id} change={props.change} />
      </Show>
      <Place piece={props.piece} onPlace={(to) => void editor.edit(resized(editor.plan(), picked(), to))} />
      <Button look="danger" onClick={remove} class="self-start">
        <Trash2 size={14} aria-hidden="true" /> Remove
      </Button>
    </form>
  )
}

function RoomFields(props: { room: RoomPlan; change: FieldsProps['change'] }) {
  return (
    <>
      <Field
        label="Name"
        value={props.room.name}
        maxLength={80}
        autocomplete="off"
        onChange={(event) => {
          const name = event.currentTarget.value.trim()
          if (name) props.change({ name })
          else event.currentTarget.value = props.room.name
        }}
      />
      <Field
        label="Room for"
        hint="How many people; empty for any number."
        type="number"
        min="1"
        max="10000"
        value={props.room.capacity ?? ''}
        onChange={(event) => {
          const count = Math.round(event.currentTarget.valueAsNumber)
          props.change({ capacity: Number.isFinite(count) ? Math.min(10_000, Math.max(1, count)) : null })
        }}
      />
      <Choice
        label="Floor"
        value={props.room.floor}
        options={ROOM_FLOORS.map((value) => ({ value, text: FLOOR_NAMES[value] }))}
        onChoose={(floor) => props.change({ floor: floor as RoomFloor })}
      />
    </>
  )
}

function PortalFields(props: { portal: Portal; spaces: SpaceView[]; own: SpaceId; change: FieldsProps['change'] }) {
  const others = () => props.spaces.filter(({ id }) => id !== props.own)
  const there = () => props.spaces.find(({ id }) => id === props.portal.to)?.map.portals ?? []
  return (
    <>
      <Choice
        label="Leads to"
        value={props.portal.to}
        options={others().map(({ id, name }) => ({ value: id, text: name }))}
        onChoose={(to) => props.change({ to: to as SpaceId, arrival: null })}
      />
      <Choice
        label="Arrives at"
        value={props.portal.arrival ?? ''}
        options={[
          { value: '', text: 'The entrance' },
          ...there().map(({ id }, index) => ({ value: id, text: `Portal ${index + 1} there` })),
        ]}
        onChoose={(value) => props.change({ arrival: value === '' ? null : (value as PieceId) })}
      />
    </>
  )
}

function Place(props: { piece: Rectangle; onPlace: (to: Rectangle) => void }) {
  const place = (part: keyof Rectangle) => (event: { currentTarget: HTMLInputElement }) => {
    const units = Math.round(event.currentTarget.valueAsNumber * TILE)
    if (Number.isFinite(units)) props.onPlace({ ...props.piece, [part]: units })
    else event.currentTarget.value = String(props.piece[part] / TILE)
  }
  return (
    <fieldset class="grid grid-cols-2 gap-x-3 gap-y-2">
      <legend class="mb-1 text-xs font-medium text-ink-faint">Place and size, in tiles</legend>
      <NumberField label="From the left" value={props.piece.x / TILE} onChange={place('x')} />
      <NumberField label="From the top" value={props.piece.y / TILE} onChange={place('y')} />
      <NumberField label="Width" value={props.piece.width / TILE} onChange={place('width')} />
      <NumberField label="Height" value={props.piece.height / TILE} onChange={place('height')} />
    </fieldset>
  )
}

function Entrance(props: { editor: Editor }) {
  const spawn = () => props.editor.plan().map.spawn
  const place = (part: 'x' | 'y') => (event: { currentTarget: HTMLInputElement }) => {
    const units = Math.round(event.currentTarget.valueAsNumber * TILE)
    if (Number.isFinite(units)) props.editor.edit([{ list: 'spawn', before: spawn(), after: { ...spawn(), [part]: units } }])
  }
  return (
    <form class="grid grid-cols-2 gap-3" onSubmit={(event) => event.preventDefault()} aria-label="What is chosen">
      <p class="col-span-2 text-sm text-ink-soft">Where people come in who have not been here before.</p>
      <NumberField label="From the left" value={spawn().x / TILE} onChange={place('x')} />
      <NumberField label="From the top" value={spawn().y / TILE} onChange={place('y')} />
    </form>
  )
}

function MapSize(props: { editor: Editor }) {
  const size = () => {
    const { width, height } = props.editor.plan().map
    return { width, height }
  }
  const set = (part: 'width' | 'height') => (event: { currentTarget: HTMLInputElement }) => {
    const units = Math.round(event.currentTarget.valueAsNumber) * TILE
    const isDone = Number.isFinite(units) && props.editor.edit([{ list: 'size', before: size(), after: { ...size(), [part]: units } }])
    if (!isDone) event.currentTarget.value = String(size()[part] / TILE)
  }
  return (
    <form class="grid grid-cols-2 gap-3" onSubmit={(event) => event.preventDefault()} aria-label="The whole map">
      <p class="col-span-2 text-sm text-ink-soft">Choose a thing to change it, or give the map another size, in tiles.</p>
      <NumberField step="1" label="Map width" value={size().width / TILE} onChange={set('width')} />
      <NumberField step="1" label="Map height" value={size().height / TILE} onChange={set('height')} />
    </form>
  )
}

function NumberField(props: {
  label: string
  value: number
  step?: string
  onChange: (event: { currentTarget: HTMLInputElement }) => void
}) {
  return (
    <Field label={props.label} type="number" step={props.step ?? '0.25'} value={props.value} onChange={(event) => props.onChange(event)} />
  )
}

function Choice(props: {
  label: string
  value: string
  options: { value: string; text: string }[]
  onChoose: (value: string) => void
}): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class="text-sm font-medium text-ink">
        {props.label}
      </label>
      <select id={id} class={`h-10 ${inputLook}`} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.text}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}
