/** Somebody's session, from the demo's door. */
export interface DemoSession {
  url: string
  cookie: string
}

/** @throws Error when the demo does not know them */
export async function enterAs(url: string, name: string): Promise<DemoSession> {
  const answer = await fetch(`${url}/api/demo/enter?as=${name}`, { redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  if (!cookie) throw new Error(`${name} could not enter: ${answer.status}`)
  return { url, cookie }
}

/** Calls a procedure over HTTP, as a page would. @throws Error with the server's words */
export async function callProcedure(
  session: DemoSession,
  kind: 'query' | 'mutation',
  call: { path: string; input?: unknown },
): Promise<unknown> {
  const address = new URL(`/trpc/${call.path}`, session.url)
  const input = call.input === undefined ? undefined : JSON.stringify(call.input)
  if (kind === 'query' && input) address.searchParams.set('input', input)
  const headers = { cookie: session.cookie, origin: session.url, 'content-type': 'application/json' }
  const answer = await fetch(address, kind === 'query' ? { headers } : { method: 'POST', headers, ...(input ? { body: input } : {}) })
  const body = (await answer.json()) as { result?: { data: unknown }; error?: { message: string } }
  if (!body.result) throw new Error(`${call.path}: ${body.error?.message ?? answer.status}`)
  return body.result.data
}
