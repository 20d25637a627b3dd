import { postSigned } from '../http/post-signed.ts'
import { makeSecret } from '../world/ids.ts'
import type { App } from '../world/types.ts'
import type { World } from '../world/world.ts'

const pending = new WeakMap<App, Promise<boolean>>()

const challengeIn = (body: string): string => {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null && 'challenge' in parsed) return String(parsed.challenge)
  } catch {
    // Plain text: the body is the challenge.
  }
  return body.trim()
}

async function challengeApp(world: World, app: App, url: string): Promise<boolean> {
  const challenge = makeSecret(20)
  const body = JSON.stringify({ token: app.verificationToken, challenge, type: 'url_verification' })
  const answer = await postSigned(world, { url, app, contentType: 'application/json', body })
  return !answer.failure && challengeIn(answer.body) === challenge
}

/**
 * Asks the events URL to prove itself, once; tried again before the next event while it has not.
 * @see https://docs.slack.dev/reference/events/url_verification
 */
export async function verifyEventsUrl(world: World, app: App): Promise<boolean> {
  if (app.eventsUrlVerified || !app.eventsUrl) return app.eventsUrlVerified
  const running = pending.get(app)
  if (running) return running
  const url = app.eventsUrl
  const attempt = challengeApp(world, app, url).then((proved) => {
    if (app.eventsUrl === url) app.eventsUrlVerified = proved
    pending.delete(app)
    return proved
  })
  pending.set(app, attempt)
  return attempt
}
