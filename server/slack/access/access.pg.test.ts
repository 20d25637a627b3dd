import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aMember } from '../../identity/testing/builders.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { aBrowser } from '../testing/browser.ts'
import { aConnectedOffice, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let slack: ReturnType<typeof aBrowser>['slack']

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  slack = aBrowser(scene, office.owner).slack
})

const people = () => scene.demo.northwind.users
const answers = async (user_id: string) => (await scene.control.state.ephemerals({ user_id })).map(({ message }) => message.text)
const allow = (...named: string[]) => slack.setAllowedUsers({ installationId: office.installationId, people: named })

describe('the list of those who may', () => {
  it('[SL9] takes people by their id or e-mail, with the name that Slack knows', async () => {
    const { allowedUsers } = await allow(people().ada, 'ben@northwind.example')
    expect(allowedUsers).toEqual([
      { slackUserId: people().ada, name: 'Ada Lindqvist' },
      { slackUserId: people().ben, name: expect.stringContaining('Ben') as string },
    ])
    expect((await slack.overview()).installations[0]?.allowedUsers).toEqual(allowedUsers)
  })

  it('[SL9] refuses whom Slack does not know, and bots, and leaves the list as it was', async () => {
    const before = (await allow(people().ada)).allowedUsers
    await expect(allow('U0NOBODY')).rejects.toThrow(/nobody of that id/)
    await expect(allow('nobody@northwind.example')).rejects.toThrow(/nobody of that e-mail/)
    await expect(allow('ada')).rejects.toThrow(/neither a Slack user id/)
    await expect(allow(office.botUserId)).rejects.toThrow(/nobody who could act/)
    expect((await slack.overview()).installations[0]?.allowedUsers).toEqual(before)
  })

  it('[SL9] belongs to one workspace of one organization', async () => {
    const { slack: stranger } = aBrowser(scene, (await aConnectedOffice(scene)).owner)
    await expect(stranger.setAllowedUsers({ installationId: office.installationId, people: [] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const member = aBrowser(scene, await aMember(scene.services, office.organizationId)).slack
    await expect(member.setAllowedUsers({ installationId: office.installationId, people: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('acting from Slack', () => {
  const command = (user_id: string) =>
    scene.control.act.slashCommand({ user_id, channel_id: scene.demo.northwind.channels.general, command: '/atrium', text: 'help' })

  it('[SL9] a command is answered for people on the list and refused for others; an empty list lets everyone', async () => {
    const { ada, ben, dana } = people()
    await allow(ada)
    for (const user of [ada, ben]) await command(user)
    expect(
      await eventually(
        () => answers(ada),
        (all) => all.length > 0,
      ),
    ).toEqual([expect.stringContaining('Atrium in Slack')])
    expect(
      await eventually(
        () => answers(ben),
        (all) => all.length > 0,
      ),
    ).toEqual([expect.stringContaining('You may not use Atrium')])
    await allow()
    await command(dana)
    expect(
      await eventually(
        () => answers(dana),
        (all) => all.length > 0,
      ),
    ).toEqual([expect.stringContaining('Atrium in Slack')])
  })

  it('[SL9] a click is refused for people who are not on the list', async () => {
    const { ada, eli, fay } = people()
    await allow(ada, eli)
    const owner = { kind: 'installation', id: office.installationId } as const
    const token = await slackTokenOf(scene.services, { organizationId: office.organizationId, owner, reader: 'slack-install' })
    const channel = scene.demo.northwind.channels.general
    await scene.control.addMember({ channel_id: channel, user_id: office.botUserId })
    const elements = [{ type: 'button' as const, action_id: 'go', text: { type: 'plain_text' as const, text: 'Go' } }]
    const posted = await scene.services.slackApi.call(token, (client) =>
      client.chat.postMessage({ channel, text: 'a button', blocks: [{ type: 'actions', elements }] }),
    )
    for (const user_id of [eli, fay]) {
      await scene.control.act.clickButton({ user_id, channel_id: channel, message_ts: posted.ts ?? '', action_id: 'go' })
    }
    expect(
      await eventually(
        () => answers(eli),
        (all) => all.length > 0,
      ),
    ).toEqual([expect.stringContaining('Nothing is behind this yet')])
    expect(
      await eventually(
        () => answers(fay),
        (all) => all.length > 0,
      ),
    ).toEqual([expect.stringContaining('You may not use Atrium')])
  })
})
