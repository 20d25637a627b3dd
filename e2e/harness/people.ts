import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '@atrium/server/app/router.ts'

export type Api = ReturnType<typeof apiFor>

/** Somebody with an account: their cookies, and the procedures called as them. */
export interface Person {
  name: string
  email: string
  cookie: string
  api: Api
}

const password = 'correct horse battery staple'

export function apiFor(url: string, cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  })
}

/** Signs up as a person does, by e-mail and password. @throws Error with the server's answer. */
export async function signUp(url: string, name: string, email: string): Promise<Person> {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, email, password }),
  })
  if (!response.ok) throw new Error(`sign-up of ${email}: ${response.status} ${await response.text()}`)
  const cookie = cookiesOf(response)
  return { name, email, cookie, api: apiFor(url, cookie) }
}

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')
}

/** For Playwright: the same cookies in a browser. */
export function browserCookies(url: string, cookie: string): { name: string; value: string; url: string }[] {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}
