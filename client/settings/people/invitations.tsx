import { createSignal, For, Show } from 'solid-js'
import { ROLES, type Role } from '@atrium/shared/identity/actor.ts'
import type { InvitationView } from '@atrium/shared/identity/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { noteStep } from '../../welcome/step-notes.ts'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { grantableRoles, ROLE_LABELS } from './role.rules.ts'

export function Invitations() {
  const { api } = useConnection()
  const me = useMe()
  const toasts = useToasts()
  const query = createQuery(async () => (await api.identity.listInvitations.query()).invitations)
  const [withdrawing, setWithdrawing] = createSignal<InvitationView | null>(null)
  let form!: HTMLFormElement
  const invite = createForm(
    async (value) => {
      const role: Role = ROLES.find((known) => known === value('role')) ?? 'member'
      const { email } = await api.identity.inviteMember.mutate({ email: value('email'), role })
      form.reset()
      noteStep()
      toasts.show(`An invitation is on its way to ${email}.`)
      await query.reload()
    },
    errorText,
    ['email'],
  )
  const withdraw = async () => {
    const invitation = withdrawing()
    if (!invitation) return
    await api.identity.revokeInvitation.mutate({ invitationId: invitation.id })
    noteStep()
    await query.reload()
  }
  const open = () => (query.value() ?? []).filter((invitation) => invitation.state === 'open' || invitation.state === 'expired')
  return (
    <Section title="Invite somebody" text="They get a link by e-mail that works for a week." flush>
      <form ref={(element) => (form = element)} onSubmit={invite.submit} class="flex flex-col gap-3 p-4">
        <div class="flex flex-wrap items-start gap-3">
          <Field
            class="min-w-0 grow basis-60"
            label="E-mail"
            name="email"
            type="email"
            autocomplete="off"
            required
            maxLength={200}
            error={invite.fieldError('email')}
          />
          <SelectField
            class="w-32"
            label="Role"
            name="role"
            value="member"
            options={grantableRoles(me().actor.role).map((role) => ({ value: role, text: ROLE_LABELS[role] }))}
          />
          <Button type="submit" look="primary" size="large" class="mt-6.5" busy={invite.busy()}>
            Invite
          </Button>
        </div>
        <Alert tone="bad" text={invite.error()} />
      </form>
      <Loaded query={query}>
        {() => (
          <Show when={open().length > 0}>
            <div class="border-t border-line">
              <For each={open()}>
                {(invitation) => (
                  <Line
                    title={
                      <span class="flex items-center gap-2">
                        <span class="truncate">{invitation.email}</span>
                        <Badge tone={invitation.state === 'open' ? 'warn' : 'plain'}>
                          {invitation.state === 'open' ? 'Invited' : 'Expired'}
                        </Badge>
                      </span>
                    }
                    text={`As ${ROLE_LABELS[invitation.role].toLowerCase()}, until ${new Date(invitation.expiresAt).toLocaleDateString(undefined, { day: 'numeric', month: 'long' })}`}
                  >
                    <Show when={invitation.state === 'open'}>
                      <Button size="small" onClick={() => setWithdrawing(invitation)}>
                        Withdraw
                      </Button>
                    </Show>
                  </Line>
                )}
              </For>
            </div>
          </Show>
        )}
      </Loaded>
      <ConfirmDialog
        open={withdrawing() !== null}
        onClose={() => setWithdrawing(null)}
        title="Withdraw the invitation?"
        text={`The link that ${withdrawing()?.email ?? ''} got stops working.`}
        confirm="Withdraw"
        onConfirm={withdraw}
      />
    </Section>
  )
}
