import { escapeHtml, htmlPage } from '../page/html-page.ts'
import type { World } from '../world/world.ts'
import { grantedScopes, type AuthorizeRequest } from './authorize-request.ts'

const options = (entries: { value: string; label: string; group?: string }[], selected?: string): string =>
  entries
    .map(({ value, label, group }) => {
      const data = group ? ` data-team="${escapeHtml(group)}"` : ''
      return `<option value="${escapeHtml(value)}"${data}${value === selected ? ' selected' : ''}>${escapeHtml(label)}</option>`
    })
    .join('')

const scopeList = (title: string, scopes: string[]): string =>
  scopes.length === 0
    ? ''
    : `<h2>${escapeHtml(title)}</h2><ul class="scopes">${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>`

const optionalList = ({ bot, user }: AuthorizeRequest['optionalScopes']): string => {
  const boxes = [...bot.map((scope) => ({ kind: 'bot', scope })), ...user.map((scope) => ({ kind: 'user', scope }))]
  if (boxes.length === 0) return ''
  const box = ({ kind, scope }: { kind: string; scope: string }): string =>
    `<label><input type="checkbox" name="optional" value="${escapeHtml(`${kind}:${scope}`)}" checked><code>${escapeHtml(scope)}</code> ${kind === 'user' ? 'on your behalf' : ''}</label>`
  return `<fieldset class="optional"><legend>You may leave these out</legend>${boxes.map(box).join('')}</fieldset>`
}

/** The consent page: which workspace, who you are there, what you grant, Allow or Cancel. */
export function authorizePage(world: World, request: AuthorizeRequest, query: string): string {
  const { app, teamId, isSignIn } = request
  const name = `<strong>${escapeHtml(app.name)}</strong>`
  const { botScopes, userScopes } = grantedScopes(request, [])
  const teams = [...world.teams.values()].map(({ id, name }) => ({ value: id, label: name }))
  const people = [...world.users.values()]
    .filter((user) => !user.isBot && !user.deleted)
    .map((user) => ({ value: user.id, label: `${user.realName} (${world.teams.get(user.teamId)?.name ?? ''})`, group: user.teamId }))
  const body = `
    <main class="consent">
      <p class="brand">Slack sandbox</p>
      <h1>${isSignIn ? `Sign in to ${name} with Slack` : `${name} is requesting permission to access a workspace`}</h1>
      <form method="post" action="?${escapeHtml(query)}">
        <label>Workspace<select name="team_id">${options(teams, teamId)}</select></label>
        <label>Sign in as<select name="user_id">${options(people)}</select></label>
        ${scopeList(`What will ${app.name} be able to do?`, botScopes)}
        ${scopeList(isSignIn ? `What will ${app.name} get to know?` : 'And on your behalf?', userScopes)}
        ${optionalList(request.optionalScopes)}
        <div class="buttons">
          <button type="submit" name="decision" value="cancel" class="quiet">Cancel</button>
          <button type="submit" name="decision" value="allow" class="primary">Allow</button>
        </div>
      </form>
    </main>
    <script type="module" src="/page/authorize.ts"></script>`
  return htmlPage({ title: `Allow ${app.name}`, body })
}

export const problemPage = (problem: string): string =>
  htmlPage({
    title: 'Something went wrong',
    body: `<main class="consent"><p class="brand">Slack sandbox</p><h1>Something went wrong when authorizing this app.</h1><p>Error: <code>${escapeHtml(problem)}</code></p></main>`,
  })
