import { beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aPicture } from '../../chat/files/testing/builders.ts'
import { useFilesRig } from '../testing/files-rig.ts'

const database = useTestDatabase()
const rig = useFilesRig(database)

const names = (message: { files?: unknown[] } | undefined) => (message?.files as { name?: string }[] | undefined)?.map(({ name }) => name)

describe('from Atrium', () => {
  beforeEach(() => {
    rig.egress()
    rig.mirror()
  })

  it('[BR2] [BR7] files stand once in the direct message of the two, after the words and by their sender', async () => {
    const { ada, ben } = rig.people
    const since = await rig.lastCall()
    const files = [{ name: 'chart.png', bytes: await aPicture() }, { name: 'notes.txt' }]
    const message = await rig.send(ada, ben, { text: 'The numbers', files })
    await rig.quiet()
    const posts = await rig.inSlack(ada.slackUserId, ben.slackUserId)
    expect(posts.map((post) => [post.text, post.user, names(post)])).toEqual([
      ['The numbers', ada.slackUserId, undefined],
      ['', ada.slackUserId, ['chart.png', 'notes.txt']],
    ])
    expect(await rig.keptIn(message.channelId)).toMatchObject([{ text: 'The numbers', bridge: { state: 'sent' }, files: [{}, {}] }])
    const complete = await rig.calls('files.completeUploadExternal', since)
    expect(complete).toMatchObject([{ token_kind: 'user', ok: true }])
    expect(await rig.calls('upload', since)).toMatchObject([{ args: { authorized: false } }, { args: { authorized: false } }])
  })
})
