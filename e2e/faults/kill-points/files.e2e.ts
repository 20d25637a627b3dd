import { expect, it } from 'vitest'
import { eventually } from '../../harness/eventually.ts'
import { directMessageOf } from '../../harness/slack-messages.ts'
import { again, report, seed } from '../scale.ts'
import { fileNameOf, KILLS, someTime, useKillRig, WITHIN } from './kill-rig.ts'

/** Only passed by messages with files. */
const POINTS = ['egress.uploaded', 'egress.noted'] as const
const rig = useKillRig()

for (const point of POINTS) {
  it(`[BR7] ${KILLS} times at ${point}: each message’s file reaches Slack once ${again}`, WITHIN, async () => {
    const { ada, ben, sandbox } = rig.office()
    const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
    const dm = await directMessageOf(rig.office(), ada.slackUserId, ben.slackUserId)
    const texts: string[] = []
    for (let round = 0; round < KILLS; round++) {
      const nth = someTime(round)
      const sent = Array.from({ length: nth }, (_, number) => `shared through ${point}, ${round}-${number}.`)
      await rig.killed(`${point}:${nth}`, () => rig.sendAll(channel.id, sent, { withFile: true }))
      await eventually(`round ${round}, seed ${seed}: deliveries to settle`, () => rig.areSent(sent, 2), 60_000)
      texts.push(...sent)
    }
    const { messages } = await sandbox.state.channel(dm)
    const names = messages
      .flatMap(({ files }) => (files ?? []).map(({ name }) => String(name)))
      .filter((name) => name.includes(`through ${point}`))
    expect(names.toSorted()).toEqual(texts.map(fileNameOf).toSorted())
    await rig.stands(channel.id, texts)
    report(`kill-points ${point}`, { kills: KILLS, messages: texts.length })
  })
}

it(`[BR7] ${KILLS} times at ingress.fetched: each message has its file, whole ${again}`, WITHIN, async () => {
  const { ada, ben, sandbox, server } = rig.office()
  const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
  const dm = await directMessageOf(rig.office(), ada.slackUserId, ben.slackUserId)
  const texts: string[] = []
  const listed = async () => (await ada.api.chat.listMessages.query({ channelId: channel.id, limit: 200 })).messages
  for (let round = 0; round < KILLS; round++) {
    const text = `fetched through the kill, ${round}.`
    const file = { name: fileNameOf(text), content: text }
    await rig.killed('ingress.fetched:1', () => sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text, files: [file] }))
    const isStored = async () => (await listed()).some((message) => message.text === text && message.files[0]?.state === 'stored')
    await eventually(`round ${round}, seed ${seed}: the file in Atrium`, isStored, 60_000)
    texts.push(text)
  }
  const { organization } = await ada.api.identity.me.query()
  for (const message of (await listed()).filter(({ text }) => texts.includes(text))) {
    const answer = await fetch(`${server.url}/api/files/${organization?.id}/${message.files[0]?.id}`, { headers: { cookie: ada.cookie } })
    expect([message.files.length, await answer.text()]).toEqual([1, message.text])
  }
  await rig.stands(channel.id, texts)
  report('kill-points ingress.fetched', { kills: KILLS, messages: texts.length })
})

it(`[BR7, SP11] all of it stands on the screen once ${again}`, WITHIN, () => rig.showsOnce())
