import { setTimeout as sleep } from 'node:timers/promises'
import { it } from 'vitest'
import { eventually } from '../../harness/eventually.ts'
import { directMessageOf } from '../../harness/slack-messages.ts'
import { again, report, seed } from '../scale.ts'
import { KILLS, someTime, useKillRig, WITHIN } from './kill-rig.ts'

const POINTS = ['ingress.received', 'ingress.applied', 'ingress.committed', 'ingress.acknowledged'] as const
const rig = useKillRig()

for (const point of POINTS) {
  it(`[BR6, SL11] ${KILLS} times at ${point}: each message arrives once ${again}`, WITHIN, async () => {
    const { ada, ben, sandbox } = rig.office()
    const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
    const dm = await directMessageOf(rig.office(), ada.slackUserId, ben.slackUserId)
    const texts: string[] = []
    for (let round = 0; round < KILLS; round++) {
      const nth = someTime(round)
      const said = Array.from({ length: nth }, (_, number) => `received through ${point}, ${round}-${number}.`)
      await rig.killed(`${point}:${nth}`, async () => {
        for (const text of said) await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text })
      })
      // When a busy machine takes longer to start than Slack repeats itself, the history tells, at the latest when what the killed server was looking at is free.
      await eventually(`round ${round}, seed ${seed}: messages in Atrium`, async () => (await rig.rowsOf(said)) >= said.length, 90_000)
      texts.push(...said)
    }
    // Slack's last repetition of what was not acknowledged.
    await sleep(2_500)
    await rig.stands(channel.id, texts)
    report(`kill-points ${point}`, { kills: KILLS, messages: texts.length })
  })
}

it(`[BR6, SP11] all of it stands on the screen once ${again}`, WITHIN, () => rig.showsOnce())
