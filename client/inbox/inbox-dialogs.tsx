import { lazy, Match, Suspense, Switch } from 'solid-js'
import { Dialog } from '../ui/dialog.tsx'
import { pagePart } from '../ui/page-part.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { changeAll } from './commands/triage-commands.ts'
import { useInbox, type Asking } from './inbox-context.tsx'
import { SnoozeDialog } from './triage/snooze-dialog.tsx'

const KeysList = lazy(pagePart(() => import('./keys-list.tsx').then((module) => ({ default: module.KeysList }))))
const FilterForm = lazy(pagePart(() => import('./filter/filter-form.tsx').then((module) => ({ default: module.FilterForm }))))
const ViewForm = lazy(pagePart(() => import('./views/view-form.tsx').then((module) => ({ default: module.ViewForm }))))
const DeleteView = lazy(pagePart(() => import('./views/delete-view.tsx').then((module) => ({ default: module.DeleteView }))))
const MergeForm = lazy(pagePart(() => import('./merge/merge-form.tsx').then((module) => ({ default: module.MergeForm }))))
const SplitForm = lazy(pagePart(() => import('./merge/split-form.tsx').then((module) => ({ default: module.SplitForm }))))
const TagsForm = lazy(pagePart(() => import('./triage/tags-form.tsx').then((module) => ({ default: module.TagsForm }))))

const TITLES: Record<Asking['kind'], string> = {
  keys: 'Keys of the inbox',
  filter: 'Filter the list',
  snooze: 'Snooze until',
  tags: 'Tags',
  'save-view': 'Save the view',
  'delete-view': 'Delete the view?',
  merge: 'Merge into another conversation',
  split: 'Split into two conversations',
}

/** Each is loaded when it is opened for the first time. */
export function InboxDialogs() {
  const inbox = useInbox()
  const close = () => inbox.ask(null)
  const shown = () => {
    const asking = inbox.asking()
    return asking?.kind === 'snooze' ? null : asking
  }
  const asked = <K extends Asking['kind']>(kind: K) => {
    const asking = inbox.asking()
    return asking?.kind === kind ? (asking as Extract<Asking, { kind: K }>) : undefined
  }
  return (
    <>
      <Dialog
        open={shown() !== null}
        onClose={close}
        title={TITLES[shown()?.kind ?? 'keys']}
        wide={asked('merge') !== undefined || asked('split') !== undefined}
        fromTop={asked('merge') !== undefined}
      >
        <Suspense fallback={<Skeleton lines={4} />}>
          <Switch>
            <Match when={asked('keys')}>
              <KeysList />
            </Match>
            <Match when={asked('filter')} keyed>
              {({ field }) => <FilterForm field={field} />}
            </Match>
            <Match when={asked('tags')} keyed>
              {({ ids }) => <TagsForm ids={ids} />}
            </Match>
            <Match when={asked('save-view')} keyed>
              {({ view }) => <ViewForm view={view} />}
            </Match>
            <Match when={asked('delete-view')} keyed>
              {({ view }) => <DeleteView view={view} />}
            </Match>
            <Match when={asked('merge')} keyed>
              {({ id }) => <MergeForm id={id} />}
            </Match>
            <Match when={asked('split')} keyed>
              {({ id }) => <SplitForm id={id} />}
            </Match>
          </Switch>
        </Suspense>
      </Dialog>
      <SnoozeDialog
        open={asked('snooze') !== undefined}
        onClose={close}
        onChoose={(until) => changeAll(inbox, asked('snooze')?.ids ?? [], { status: 'snoozed', snoozedUntil: until })}
      />
    </>
  )
}
