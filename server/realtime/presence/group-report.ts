import { newId, type GroupId, type PersonId } from '@atrium/shared/ids.ts'
import { groupsOf } from '@atrium/shared/space/group.rules.ts'
import type { GroupChange, WrittenScene } from '../../infra/live.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Scene } from './scene.ts'

export interface GroupReportOptions {
  settleMs: number
  /** Monotonic, as the scene's. */
  nowMs: () => number
  tell: (changes: GroupChange[]) => Promise<void>
  logger: Logger
}

/** Looks who stands together, a moment after somebody has moved, and tells what has changed; at rest it does nothing. */
export class GroupReport {
  readonly #scene: Scene
  readonly #options: GroupReportOptions
  /** Of everybody in the scene, as it was told. */
  readonly #told = new Map<PersonId, GroupId | null>()
  #timer: NodeJS.Timeout | null = null
  #telling = false
  #stopped = false
  #toldAtMs = -Infinity
  /** Another node says it of all who are in the space. */
  #decides = true

  constructor(scene: Scene, options: GroupReportOptions) {
    this.#scene = scene
    this.#options = options
    scene.onChanged = () => this.#wake()
  }

  /** What is written of somebody who comes: a node that takes people over does not part them. */
  remember(personId: PersonId, groupId: GroupId | null): void {
    this.#told.set(personId, groupId)
  }

  /** As it is written, which is what another node has decided, unless this one has decided since. */
  take({ people, decidesGroups, readAtMs }: WrittenScene): void {
    this.#decides = decidesGroups
    if (this.#telling || this.#toldAtMs >= readAtMs) return
    for (const { personId, groupId } of people) this.#told.set(personId, groupId)
    this.#wake()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #wake(): void {
    if (this.#decides && !this.#timer && !this.#telling && !this.#stopped)
      this.#timer = setTimeout(() => void this.#look(), this.#options.settleMs)
  }

  async #look(): Promise<void> {
    this.#timer = null
    if (!this.#decides) return
    const { settleMs, nowMs, tell, logger } = this.#options
    const now = nowMs()
    // Who hides where they are stands with nobody.
    const seen = this.#scene.avatars().filter(({ hidden }) => !hidden)
    const standers = seen.map(({ personId, x, y, roomId, stillSinceMs }) => ({
      ...{ personId, x, y, roomId },
      isStill: now - stillSinceMs >= settleMs,
      groupId: this.#told.get(personId) ?? null,
    }))
    const present = new Set(standers.map(({ personId }) => personId))
    for (const personId of this.#told.keys()) if (!present.has(personId)) this.#told.delete(personId)
    const groups = groupsOf(this.#scene.map, standers, () => newId<GroupId>())
    const changes = standers
      .map(({ personId }) => ({ personId, groupId: groups.get(personId) ?? null }))
      .filter(({ personId, groupId }) => groupId !== (this.#told.get(personId) ?? null))
    if (changes.length > 0) {
      this.#telling = true
      try {
        await tell(changes)
        this.#toldAtMs = nowMs()
        for (const { personId, groupId } of changes) if (this.#scene.avatarOf(personId)) this.#told.set(personId, groupId)
      } catch (error) {
        logger.warn({ err: error }, 'who stands together was not written; it is tried again')
      } finally {
        this.#telling = false
        this.#wake()
      }
    } else if (standers.some(({ isStill }) => !isStill)) this.#wake()
  }
}
