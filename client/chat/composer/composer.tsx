import { ArrowUp, AtSign, Lock, Paperclip } from 'lucide-solid'
import { createEffect, createUniqueId, on, onMount, Show, type JSX } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import type { MentionablePerson } from '../chat-context.tsx'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { Draft } from '../drafts.ts'
import { AttachmentTray } from '../files/attachment-tray.tsx'
import { attachPasted } from '../files/transferred-files.ts'
import type { Attachments } from '../files/create-attachments.ts'
import { createComposer } from './create-composer.ts'
import { MentionList, optionId } from './mention-list.tsx'
import type { Notice } from './notice.rules.ts'

export interface ComposerProps {
  /** What one writes, for screen readers: "Message". */
  label?: string
  draft: Draft
  /** What goes with it. */
  attachments: Attachments
  placeholder: string
  people: MentionablePerson[]
  /** @all, @here and @room are offered. */
  groups: boolean
  notice: Notice | null
  /** Somebody was picked from the list; two people may have one name. */
  onPicked: (person: MentionablePerson) => void
  onSend: (text: string, files: FileView[]) => void
  autofocus?: boolean
  /** Arrow up in an empty composer. @returns whether there was something to edit. */
  onEditLast: () => boolean
  /** The writer is busy elsewhere in this chat; when they come back, so does the focus. */
  away: boolean
  /** Choices about how it is sent, under the text. */
  options?: JSX.Element
}

const LONGEST = 12_000

export function Composer(props: ComposerProps) {
  const id = createUniqueId()
  const listId = `${id}-people`
  const composer = createComposer(props, listId)
  const { picker } = composer
  let area: HTMLTextAreaElement | undefined
  onMount(() => area && composer.attach(area))
  createEffect(
    on(
      () => props.away,
      (away, before) => before && !away && area?.focus({ preventScroll: true }),
      { defer: true },
    ),
  )
  return (
    <div class="px-3 pb-3">
      <NoticeLine id={`${id}-notice`} notice={props.notice} />
      <div class="relative rounded-xl border border-control bg-surface shadow-low transition-colors focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <Show when={picker.open()}>
          <MentionList id={listId} picker={picker} onPick={composer.pick} />
        </Show>
        <AttachmentTray attachments={props.attachments} />
        <textarea
          ref={(element) => (area = element)}
          rows={1}
          aria-label={props.label ?? 'Message'}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={picker.open() ? listId : undefined}
          aria-activedescendant={picker.open() ? optionId(listId, picker.active()) : undefined}
          aria-describedby={props.notice ? `${id}-notice` : undefined}
          placeholder={props.placeholder}
          maxLength={LONGEST}
          class="block max-h-48 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-base text-ink outline-none max-md:text-lg"
          onInput={() => composer.typed()}
          onKeyDown={(event) => composer.onKeyDown(event)}
          onKeyUp={() => composer.look()}
          onClick={() => composer.look()}
          onBlur={() => picker.dismiss()}
          onPaste={(event) => attachPasted(event, props.attachments)}
        />
        {props.options}
        <Buttons
          maySend={composer.maySend()}
          onFiles={(files) => void props.attachments.add(files)}
          onMention={composer.startMention}
          onSend={() => composer.send(false)}
        />
      </div>
      <Dialog open={composer.asking()} onClose={composer.keepWriting} title="Notify this many people?" description={props.notice?.text}>
        <DialogActions>
          <Button onClick={() => composer.keepWriting()}>Keep writing</Button>
          <Button look="primary" onClick={() => composer.send(true)}>
            Send and notify
          </Button>
        </DialogActions>
      </Dialog>
    </div>
  )
}

const QUIET = 'grid size-8 place-items-center rounded-lg text-ink-faint hover:bg-hover hover:text-ink'

interface ButtonsProps {
  maySend: boolean
  onFiles: (files: File[]) => void
  onMention: () => void
  onSend: () => void
}

function Buttons(props: ButtonsProps) {
  return (
    <div class="flex items-center gap-0.5 px-1.5 pb-1.5">
      <AttachButton onFiles={props.onFiles} />
      <button type="button" aria-label="Mention someone" onClick={() => props.onMention()} class={`${QUIET} mr-auto`}>
        <AtSign size={16} />
      </button>
      <button
        type="button"
        aria-label="Send"
        disabled={!props.maySend}
        onClick={() => props.onSend()}
        class="grid size-8 place-items-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-[color-mix(in_oklab,var(--color-accent)_88%,black)] disabled:bg-hover disabled:text-ink-faint"
      >
        <ArrowUp size={17} stroke-width={2.4} />
      </button>
    </div>
  )
}

function AttachButton(props: { onFiles: (files: File[]) => void }) {
  let input!: HTMLInputElement
  return (
    <>
      <input
        ref={(element) => (input = element)}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={() => {
          props.onFiles([...(input.files ?? [])])
          // The same file may be chosen again.
          input.value = ''
        }}
      />
      <button type="button" aria-label="Attach files" onClick={() => input.click()} class={QUIET}>
        <Paperclip size={16} />
      </button>
    </>
  )
}

function NoticeLine(props: { id: string; notice: Notice | null }) {
  return (
    <div role="status" class="contents">
      <Show when={props.notice}>
        {(notice) => (
          <p id={props.id} class="animate-fade-in flex items-start gap-1.5 px-1 pb-1.5 text-xs text-ink-soft">
            <Lock size={12} class="mt-[3px] shrink-0" aria-hidden="true" />
            {notice().text}
          </p>
        )}
      </Show>
    </div>
  )
}
