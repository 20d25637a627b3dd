import { beforeEach, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { retryDueEvents } from '../ingress/inbox.worker.ts'
import { lookUntilIdle, syncNow, useMovedClock } from '../reconcile/testing/reconciling.ts'
import { useFilesRig } from '../testing/files-rig.ts'
import { eventually } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const rig = useFilesRig(database)
let count = 0
const aName = () => `file-${(count += 1)}.txt`
/** The post in a direct message that shows the file. */
const showing = async (name: string, ...slackUserIds: string[]) =>
  (await rig.inSlack(...slackUserIds)).find(({ files }) => files?.some((file) => (file as { name?: string }).name === name))

/** Events that are kept to be tried again. */
const waiting = () => database().owner.db.selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()

beforeEach(() => {
  rig.egress()
  rig.mirror()
})

it('[BR6, BR7] an answer in the thread of files alone is in the thread of their message', async () => {
  const { ada, ben } = rig.people
  const name = aName()
  const message = await rig.send(ada, ben, { files: [{ name }] })
  await rig.quiet()
  const share = await showing(name, ada.slackUserId, ben.slackUserId)
  await rig.answer(ben.slackUserId, { to: ada.slackUserId, under: share?.ts ?? '', text: 'Nice one' })
  await rig.quiet()
  expect((await rig.keptIn(message.channelId)).at(-1)).toMatchObject({ text: 'Nice one', authorId: ben.id, threadRootId: message.id })
})

it('[BR6, BR7] an answer in the thread of files alone waits until the history has told where they stand, when no event has', async () => {
  const { ada, ben, una } = rig.people
  const { botUserId } = rig.office
  // Longer than an answer waits for a message that nobody knows of.
  const clock = useMovedClock(rig.scene)
  // Both direct messages are known, and nothing there is due to be compared.
  await rig.send(ada, ben, { text: 'Look at these' })
  await rig.send(una, ben, { text: 'And at these' })
  await rig.quiet()
  await syncNow(rig.scene, rig.office)
  await lookUntilIdle(rig.scene, rig.office)
  await clock.advance(30_000)
  await lookUntilIdle(rig.scene, rig.office)
  await rig.scene.control.faults.events({ drop: 1, seed: 1 })
  const [mine, ours] = [aName(), aName()]
  const [message, other] = [await rig.send(ada, ben, { files: [{ name: mine }] }), await rig.send(una, ben, { files: [{ name: ours }] })]
  await rig.quiet()
  const share = await showing(mine, ada.slackUserId, ben.slackUserId)
  const byBot = await showing(ours, ben.slackUserId, botUserId)
  await rig.scene.control.faults.clear()
  await rig.answer(ben.slackUserId, { to: ada.slackUserId, under: share?.ts ?? '', text: 'Nice two' })
  await rig.answer(ben.slackUserId, { to: botUserId, under: byBot?.ts ?? '', text: 'Nice three' })
  await eventually(waiting, (events) => events.length === 2)
  await clock.advance(20_000)
  await retryDueEvents(rig.scene.services)
  expect((await rig.keptIn(message.channelId)).at(-1)).toMatchObject({ id: message.id })
  // Only that an answer waits there makes it due.
  await lookUntilIdle(rig.scene, rig.office)
  await clock.advance(1_000)
  await rig.quiet()
  expect((await rig.keptIn(message.channelId)).at(-1)).toMatchObject({ text: 'Nice two', authorId: ben.id, threadRootId: message.id })
  expect((await rig.keptIn(other.channelId)).at(-1)).toMatchObject({ text: 'Nice three', authorId: ben.id })
})
