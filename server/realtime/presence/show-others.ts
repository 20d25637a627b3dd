import type { WrittenPerson } from '../../infra/live.ts'
import type { Scene } from './scene.ts'

/** Puts those whom other nodes hold into a scene as it is written of them, and takes out whoever has gone. Where they walk meanwhile the other node tells. */
export function showOthers(scene: Scene, people: readonly WrittenPerson[]): void {
  const elsewhere = new Map(people.filter(({ isElsewhere }) => isElsewhere).map((person) => [person.personId, person]))
  for (const avatar of scene.avatars()) if (avatar.isElsewhere && !elsewhere.has(avatar.personId)) scene.remove(avatar)
  for (const person of elsewhere.values()) showOne(scene, person)
}

function showOne(scene: Scene, person: WrittenPerson): void {
  const known = scene.avatarOf(person.personId)
  // They have tabs here, too.
  if (known && !known.isElsewhere) return scene.noteHeldElsewhere(known)
  const avatar = known ?? scene.add(person.personId, person)
  scene.setSlot(avatar, person.slot)
  scene.setHidden(avatar, person.hidden)
  if (avatar.toldRoomId !== person.roomId) scene.entered(avatar, person.roomId)
  scene.settle(avatar, person)
}
