import { createEffect, createSignal, onMount } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { moved, removed, resized } from '@atrium/shared/space/plan-steps.rules.ts'
import type { Rectangle } from '@atrium/shared/space/views.ts'
import { paletteFor } from '../scene/palette.ts'
import { theme } from '../../ui/theme.ts'
import type { Editor } from './create-editor.ts'
import { createPlanPainter, MARGIN } from './draw-plan.ts'
import { drawnRectangle, pickAt, placedRectangle, snapped, STEP, TOOLS, type Tool } from './tools.rules.ts'

interface Point {
  x: number
  y: number
}
interface PlanCanvasProps {
  editor: Editor
  tool: Tool
  zoom: number
  spaceName: (id: string) => string
  onPut: (at: Rectangle) => void
}
/** Under the pointer while it is down. */
interface Drag {
  from: Point
  to: Point
  what: 'draw' | 'move' | 'size'
}

const ARROWS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
}
/** How near to its lower right corner a thing is given another size, in pixels. */
const CORNER_PX = 10

/** Moves what is picked, or gives it another size. */
function createHands(editor: Editor) {
  const move = (step: Point) => {
    const picked = editor.pick()
    const { spawn } = editor.plan().map
    if (picked === 'entrance') editor.edit([{ list: 'spawn', before: spawn, after: { x: spawn.x + step.x, y: spawn.y + step.y } }])
    else if (picked) editor.edit(moved(editor.plan(), picked, step))
  }
  const resize = (step: Point) => {
    const [picked, piece] = [editor.pick(), editor.piece()]
    if (!picked || picked === 'entrance' || !piece) return
    editor.edit(
      resized(editor.plan(), picked, {
        ...piece,
        width: Math.max(STEP, piece.width + step.x),
        height: Math.max(STEP, piece.height + step.y),
      }),
    )
  }
  return { move, resize }
}

/** The drawing: point to pick, drag to move or draw; with the keys what is picked is moved, with Shift made larger or smaller, and removed. */
export function PlanCanvas(props: PlanCanvasProps) {
  const { editor } = props
  const { move, resize } = createHands(editor)
  const [drag, setDrag] = createSignal<Drag | null>(null)
  let canvas!: HTMLCanvasElement
  const at = (event: PointerEvent): Point => {
    const bounds = canvas.getBoundingClientRect()
    return { x: (event.clientX - bounds.left) / props.zoom - MARGIN, y: (event.clientY - bounds.top) / props.zoom - MARGIN }
  }
  const pickedRectangle = (): Rectangle | null => {
    if (editor.pick() === 'entrance') return { x: editor.plan().map.spawn.x - 16, y: editor.plan().map.spawn.y - 16, width: 32, height: 32 }
    return editor.piece()
  }
  const by = ({ from, to }: Drag): Point => ({ x: snapped(to.x - from.x), y: snapped(to.y - from.y) })
  const shownPick = (): Rectangle | null => {
    const [now, picked] = [drag(), pickedRectangle()]
    if (!now || !picked || now.what === 'draw') return picked
    const { x, y } = by(now)
    if (now.what === 'move') return { ...picked, x: picked.x + x, y: picked.y + y }
    return { ...picked, width: Math.max(STEP, picked.width + x), height: Math.max(STEP, picked.height + y) }
  }
  const draft = (): Rectangle | null => {
    const now = drag()
    return now?.what === 'draw' ? drawnRectangle(props.tool, now.from, now.to) : null
  }
  onMount(() => {
    const context = canvas.getContext('2d')
    const paint = context && createPlanPainter(context)
    createEffect(() => {
      const { width, height } = editor.plan().map
      const ratio = Math.min(devicePixelRatio, 2)
      const [wide, high] = [Math.round((width + 2 * MARGIN) * props.zoom), Math.round((height + 2 * MARGIN) * props.zoom)]
      canvas.style.width = `${wide}px`
      canvas.style.height = `${high}px`
      if (canvas.width !== wide * ratio) canvas.width = wide * ratio
      if (canvas.height !== high * ratio) canvas.height = high * ratio
      paint?.({
        space: unwrap(editor.space()),
        plan: editor.plan(),
        palette: paletteFor(theme.dark()),
        zoom: props.zoom,
        ratio,
        picked: shownPick(),
        draft: draft(),
        spaceName: props.spaceName,
      })
    })
  })
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    canvas.setPointerCapture(event.pointerId)
    const from = at(event)
    if (props.tool !== 'pick') {
      if (TOOLS[props.tool]?.isDrawn) setDrag({ from, to: from, what: 'draw' })
      else
        props.onPut(
          props.tool === 'entrance'
            ? { x: snapped(from.x), y: snapped(from.y), width: 0, height: 0 }
            : placedRectangle(editor.plan(), props.tool, from),
        )
      return
    }
    const known = pickedRectangle()
    const isCorner =
      known &&
      editor.pick() !== 'entrance' &&
      Math.hypot(known.x + known.width - from.x, known.y + known.height - from.y) * props.zoom < CORNER_PX
    if (!isCorner) editor.setPick(pickAt(editor.plan(), from))
    if (editor.pick()) setDrag({ from, to: from, what: isCorner ? 'size' : 'move' })
  }
  const onPointerUp = () => {
    const now = drag()
    setDrag(null)
    if (!now) return
    const step = by(now)
    if (now.what === 'draw') {
      // A click without a drag puts down the usual size.
      const isClick = Math.hypot(now.to.x - now.from.x, now.to.y - now.from.y) < STEP
      props.onPut(isClick ? placedRectangle(editor.plan(), props.tool, now.from) : drawnRectangle(props.tool, now.from, now.to))
    } else if (step.x !== 0 || step.y !== 0) (now.what === 'move' ? move : resize)(step)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const picked = editor.pick()
    const arrow = ARROWS[event.key]
    if (arrow && picked) (event.shiftKey ? resize : move)(arrow)
    else if ((event.key === 'Delete' || event.key === 'Backspace') && picked && picked !== 'entrance') {
      if (editor.edit(removed(editor.plan(), picked))) editor.setPick(null)
    } else if (event.key === 'Escape') editor.setPick(null)
    else return
    event.preventDefault()
  }
  return (
    <canvas
      ref={(element) => (canvas = element)}
      tabindex="0"
      role="application"
      aria-roledescription="drawing"
      aria-label={`The map of ${editor.space().name}. Choose a thing in the list; arrow keys move it, with Shift they change its size, Delete removes it.`}
      class="focus-inset m-auto block shrink-0 touch-none"
      classList={{ 'cursor-crosshair': props.tool !== 'pick' }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => setDrag((now) => now && { ...now, to: at(event) })}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={onKeyDown}
    />
  )
}
