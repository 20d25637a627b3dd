import { expect, it } from 'vitest'
import { eventually } from '../../harness/eventually.ts'
import { directMessageOf } from '../../harness/slack-messages.ts'
import { again, report, seed } from '../scale.ts'
import { KILLS, someTime, useKillRig, WITHIN } from './kill-rig.ts'

const POINTS = ['egress.claimed', 'egress.sending', 'egress.answered', 'egress.settled', 'mutation.committed'] as const
const rig = useKillRig()

for (const point of POINTS) {
  it(`[BR2] ${KILLS} times at ${point}: each message reaches Slack once ${again}`, WITHIN, async () => {
    const { ada, ben } = rig.office()
    const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
    const texts: string[] = []
    for (let round = 0; round < KILLS; round++) {
      const nth = someTime(round)
      const sent = Array.from({ length: nth }, (_, number) => `sent through ${point}, ${round}-${number}.`)
      await rig.killed(`${point}:${nth}`, () => rig.sendAll(channel.id, sent))
      await eventually(`round ${round}, seed ${seed}: deliveries to settle`, () => rig.areSent(sent), 60_000)
      texts.push(...sent)
    }
    const dm = await directMessageOf(rig.office(), ada.slackUserId, ben.slackUserId)
    const { messages } = await rig.office().sandbox.state.channel(dm)
    expect(messages.map(({ text }) => text).filter((text) => text.startsWith(`sent through ${point}`))).toEqual(texts)
    await rig.stands(channel.id, texts)
    report(`kill-points ${point}`, { kills: KILLS, messages: texts.length })
  })
}

it(`[BR2, SP11] all of it stands on the screen once ${again}`, WITHIN, () => rig.showsOnce())
