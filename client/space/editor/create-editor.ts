import { createMemo, createSignal } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { newId, type ClientMutationId } from '@atrium/shared/ids.ts'
import { applyEdit, inverseOf } from '@atrium/shared/space/edit-map.rules.ts'
import { newFaults } from '@atrium/shared/space/map-faults.rules.ts'
import { planOf, type MapChange } from '@atrium/shared/space/map-plan.ts'
import { pieceOf, type Picked } from '@atrium/shared/space/plan-steps.rules.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import type { Connection } from '../../realtime/connection.ts'
import { errorText, isUnanswered } from '../../realtime/error-text.ts'
import type { Toasts } from '../../ui/toast.tsx'

/** Shown before the server has it; `rev`: of the space that has it. */
interface Pending {
  id: ClientMutationId
  changes: MapChange[]
  rev: number | null
}
interface EditorParts {
  api: Connection['api']
  space: () => SpaceView
  toasts: Toasts
}
/** What is picked: a piece, or the point where people come in. */
export type Pick = Picked | 'entrance' | null

const AGAIN_MS = 1_000

/** A map as it is edited here and by others: edits are shown at once, sent one after the other, and taken back by their inverse. */
export function createEditor({ api, space, toasts }: EditorParts) {
  const [pending, setPending] = createSignal<Pending[]>([])
  const [done, setDone] = createSignal<MapChange[][]>([])
  const [undone, setUndone] = createSignal<MapChange[][]>([])
  const [pick, setPick] = createSignal<Pick>(null)
  let sending: Promise<unknown> = Promise.resolve()
  const unseen = (rev: number) => pending().filter((edit) => edit.rev === null || edit.rev > rev)
  const plan = createMemo(() => {
    const { rev } = space()
    let shown = planOf(unwrap(space()))
    for (const { changes } of unseen(rev)) {
      const outcome = applyEdit(shown, changes)
      if ('plan' in outcome) shown = outcome.plan
    }
    return shown
  })
  const refuse = (text: string) => void toasts.show(text, { tone: 'bad' })

  /** @returns false when it cannot be done as it is seen here; then the person has been told why. */
  const send = (changes: MapChange[], onRefused: () => void): boolean => {
    const outcome = applyEdit(plan(), changes)
    const trouble = 'conflict' in outcome ? outcome.conflict : newFaults(plan(), outcome.plan)[0]?.text
    if (trouble) refuse(trouble)
    if (trouble || changes.length === 0) return false
    const edit: Pending = { id: newId<ClientMutationId>(), changes, rev: null }
    setPending([...unseen(space().rev), edit])
    const spaceId = space().id
    sending = sending.then(async () => {
      try {
        const { rev } = await untilAnswered(() => api.space.editMap.mutate({ spaceId, clientId: edit.id, changes }))
        setPending((all) => all.map((one) => (one.id === edit.id ? { ...one, rev } : one)))
      } catch (error) {
        setPending((all) => all.filter((one) => one.id !== edit.id))
        onRefused()
        refuse(errorText(error))
      }
    })
    return true
  }
  const without = (changes: MapChange[]) => (all: MapChange[][]) => all.filter((one) => one !== changes)

  return {
    plan,
    space,
    pick,
    setPick,
    piece: () => {
      const picked = pick()
      return picked && picked !== 'entrance' ? pieceOf(plan(), picked) : null
    },
    /** One edit, which can be undone by itself. */
    edit(changes: MapChange[]): boolean {
      if (!send(changes, () => setDone(without(changes)))) return false
      setDone((all) => [...all, changes])
      setUndone([])
      return true
    },
    canUndo: () => done().length > 0,
    canRedo: () => undone().length > 0,
    undo() {
      const last = done().at(-1)
      if (!last) return
      setDone(without(last))
      if (send(inverseOf(last), () => setUndone(without(last)))) setUndone((all) => [...all, last])
    },
    redo() {
      const last = undone().at(-1)
      if (!last) return
      setUndone(without(last))
      if (send(last, () => setDone(without(last)))) setDone((all) => [...all, last])
    },
  }
}
export type Editor = ReturnType<typeof createEditor>

/** A cut on the way says nothing of whether it was done; asked again with the same id it is done once. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isUnanswered(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}
