import { ClipboardList, Download } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import { AUDIT_FORMATS, type AuditFilter, type AuditFormat } from '@atrium/shared/identity/audit.ts'
import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { actionWords, detailWords } from './audit-words.rules.ts'
import { saveFile } from './save-file.ts'

const PAGE = 100

export function AuditPage() {
  const { api } = useConnection()
  const toasts = useToasts()
  const [filter, setFilter] = createSignal<AuditFilter>({})
  const [busy, setBusy] = createSignal(false)
  const [ended, setEnded] = createSignal(false)
  const query = createQuery(async () => {
    const { entries } = await api.identity.listAudit.query({ limit: PAGE, filter: filter() })
    setEnded(entries.length < PAGE)
    return entries
  })
  const loadOlder = async () => {
    const entries = query.value() ?? []
    const before = entries.at(-1)?.id
    if (!before) return
    setBusy(true)
    try {
      const older = (await api.identity.listAudit.query({ before, limit: PAGE, filter: filter() })).entries
      query.set([...entries, ...older])
      setEnded(older.length < PAGE)
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const narrow = (next: AuditFilter) => {
    setFilter(next)
    void query.reload()
  }
  const isNarrowed = () => Object.values(filter()).some((value) => value !== undefined)
  return (
    <Page
      title="Audit log"
      text="Who did what, when and from where. Nothing in it can be changed or removed."
      action={<Export filter={filter()} onExported={() => void query.reload()} />}
    >
      <AuditFilters onChange={narrow} />
      <Section title="Newest first" flush>
        <Loaded query={query}>
          {(entries) => (
            <Show
              when={entries().length > 0}
              fallback={
                <EmptyState
                  icon={<ClipboardList size={20} />}
                  title={isNarrowed() ? 'Nothing like that' : 'Nothing happened yet'}
                  {...(isNarrowed() ? { text: 'Choose something else, or a longer time.' } : {})}
                />
              }
            >
              <ul aria-label="Audit entries">
                <For each={entries()}>{(entry) => <EntryLine entry={entry} />}</For>
              </ul>
            </Show>
          )}
        </Loaded>
      </Section>
      <Show when={query.value() && !ended()}>
        <Button class="self-center" busy={busy()} onClick={() => void loadOlder()}>
          Show older
        </Button>
      </Show>
    </Page>
  )
}

/** What is shown now, as a file; that it was taken stands in the log. */
function Export(props: { filter: AuditFilter; onExported: () => void }) {
  const { api } = useConnection()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal<AuditFormat | null>(null)
  const take = async (format: AuditFormat) => {
    if (busy()) return
    setBusy(format)
    try {
      saveFile(await api.identity.exportAudit.mutate({ format, filter: props.filter }))
      props.onExported()
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    } finally {
      setBusy(null)
    }
  }
  return (
    <div class="flex gap-2">
      <For each={AUDIT_FORMATS}>
        {(format) => (
          <Button busy={busy() === format} onClick={() => void take(format)}>
            <Download size={14} aria-hidden="true" />
            Export {format.toUpperCase()}
          </Button>
        )}
      </For>
    </div>
  )
}

function EntryLine(props: { entry: AuditEntryView }) {
  const detail = () => detailWords(props.entry.detail)
  return (
    <li class="flex flex-wrap items-baseline gap-x-4 border-line px-4 py-2.5 text-sm not-last:border-b">
      <p class="min-w-0 grow basis-72 text-ink-soft [overflow-wrap:anywhere]">
        <span class="font-medium text-ink">{props.entry.actorName}</span> {actionWords(props.entry.action)}{' '}
        <span class="font-medium text-ink">{props.entry.subject}</span>
        <Show when={detail()}>
          <span class="text-ink-faint"> ({detail()})</span>
        </Show>
      </p>
      <p class="flex shrink-0 gap-3 text-xs text-ink-faint">
        <Show when={props.entry.address}>
          <span>{props.entry.address}</span>
        </Show>
        <time datetime={new Date(props.entry.at).toISOString()}>
          {new Date(props.entry.at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </p>
    </li>
  )
}
