/** Accounts and guest entrance go over plain HTTP, because they set cookies. @see https://www.better-auth.com/docs/concepts/api */

export class AccountError extends Error {
  readonly status: number
  constructor(status: number, text: string) {
    super(text)
    this.name = 'AccountError'
    this.status = status
  }
}

/** @throws AccountError with a text for the person. */
async function post(path: string, body: object): Promise<void> {
  await ask(path, body)
}

async function ask(path: string, body: object): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  } catch {
    throw new AccountError(0, 'Atrium could not be reached. Check your connection and try again.')
  }
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  throw new AccountError(response.status, textOf(response.status, answer))
}

function textOf(status: number, answer: unknown): string {
  if (status === 429) return 'That was too often. Wait a minute and try again.'
  if (status >= 500) return 'Something went wrong on our side. Try again in a moment.'
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : null
  return typeof message === 'string' && message !== '' ? message : 'That did not work. Check what you typed and try again.'
}

export function signInWithPassword(input: { email: string; password: string }): Promise<void> {
  return post('/api/auth/sign-in/email', input)
}
export function signUp(input: { name: string; email: string; password: string }): Promise<void> {
  return post('/api/auth/sign-up/email', input)
}
/** Sends a link that signs in whoever opens it. `callbackURL` is where it leads. */
export function requestSignInLink(input: { email: string; callbackURL: string }): Promise<void> {
  return post('/api/auth/sign-in/magic-link', input)
}
/** @returns where the browser goes next: Slack's page, which leads back here. `errorCallbackURL`: with `error` added, where it did not work. */
export async function leadToSlack(input: { callbackURL: string; errorCallbackURL: string }): Promise<string> {
  const answer = await ask('/api/auth/sign-in/social', { provider: 'slack', ...input })
  if (typeof answer === 'object' && answer !== null && 'url' in answer && typeof answer.url === 'string') return answer.url
  throw new AccountError(200, 'Slack could not be reached. Try again, or sign in another way.')
}
export function signOut(): Promise<void> {
  return post('/api/auth/sign-out', {})
}
export function enterAsGuest(input: { token: string; name: string }): Promise<void> {
  return post('/api/guest', input)
}
export function requestPasswordReset(input: { email: string; redirectTo: string }): Promise<void> {
  return post('/api/auth/request-password-reset', input)
}
export function resetPassword(input: { token: string; newPassword: string }): Promise<void> {
  return post('/api/auth/reset-password', input)
}
export function changeName(input: { name: string }): Promise<void> {
  return post('/api/auth/update-user', input)
}
