import { createSignal, For, untrack } from 'solid-js'
import type { MemberId } from '@atrium/shared/ids.ts'
import { ROUTINGS, type TeamView } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Check } from '../../ui/check.tsx'
import { ROUTING_LABELS } from './teams-section.tsx'

export function TeamForm(props: { team: TeamView | null; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const before = untrack(() => props.team)
  const [members, setMembers] = createSignal<MemberId[]>(before?.memberIds ?? [])
  const [takesNew, setTakesNew] = createSignal(before?.takesNew ?? false)
  const toggle = (id: MemberId, on: boolean) => setMembers((all) => (on ? [...all, id] : all.filter((other) => other !== id)))
  const save = createForm(
    async (value) => {
      const routing = ROUTINGS.find((known) => known === value('routing')) ?? 'manual'
      const saved = { teamId: before?.id ?? null, name: value('name'), routing, takesNew: takesNew(), memberIds: members() }
      feed.apply({ kind: 'inbox.teamChanged', payload: { team: await api.inbox.saveTeam.mutate(saved) } })
      props.onDone()
    },
    errorText,
    ['name'],
  )
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-4">
      <Field
        label="Name"
        name="name"
        required
        maxLength={60}
        value={before?.name ?? ''}
        error={save.fieldError('name')}
        autocomplete="off"
      />
      <SelectField
        label="Conversations go to"
        name="routing"
        value={before?.routing ?? 'round_robin'}
        options={ROUTINGS.map((value) => ({ value, text: ROUTING_LABELS[value] }))}
      />
      <Check label="New conversations come to this team" checked={takesNew()} onChange={setTakesNew} />
      <fieldset class="flex flex-col gap-1">
        <legend class="mb-1 text-sm font-medium text-ink">Members</legend>
        <div class="max-h-52 overflow-y-auto">
          <For each={feed.activeMembers()}>
            {(member) => <Check label={member.name} checked={members().includes(member.id)} onChange={(on) => toggle(member.id, on)} />}
          </For>
        </div>
      </fieldset>
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Save
        </Button>
      </DialogActions>
    </form>
  )
}
