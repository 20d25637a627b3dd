import { eventually, type startReceiver } from '../testing/a-receiver.ts'
import type { Scene } from '../testing/a-sandbox.ts'
import { playChannelMethods } from './scenes/channel-methods.ts'
import { playChatMethods, playReactionMethods } from './scenes/chat-methods.ts'
import { playElements } from './scenes/elements.ts'
import { playEvents } from './scenes/events.ts'
import { playFileMethods } from './scenes/file-methods.ts'
import { playOAuthMethods } from './scenes/oauth-methods.ts'
import { playGoodbyes, playPeopleMethods, playTeamMethods } from './scenes/people-methods.ts'
import { playSocketFrames } from './scenes/socket-frames.ts'
import { playViews } from './scenes/views.ts'
import { setStage, type Recording } from './stage.ts'

/** Does everything there is to do, and keeps whatever the sandbox answered and sent. */
export async function recordEverything(scene: Scene, receiver: Awaited<ReturnType<typeof startReceiver>>): Promise<Recording> {
  const stage = await setStage(scene, receiver)
  const ts = await playChatMethods(stage)
  await playReactionMethods(stage, ts)
  await playViews(stage, ts)
  await playElements(stage)
  await playFileMethods(stage)
  await playChannelMethods(stage, ts)
  await playPeopleMethods(stage)
  await playTeamMethods(stage)
  await playOAuthMethods(stage)
  await playSocketFrames(stage)
  await playEvents(stage)
  await playGoodbyes(stage)
  const deliveries = await eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
    20_000,
  )
  stage.recording.subscriptions = deliveries.filter(({ state }) => state === 'delivered').map(({ type }) => type)
  return stage.recording
}
