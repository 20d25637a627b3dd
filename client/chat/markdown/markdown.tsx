import { createMemo, For, Match, Switch, type JSX } from 'solid-js'
import type { Mention } from '@atrium/shared/chat/message-text.ts'
import type { Block, Inline } from './document.ts'
import { parseMarkdown } from './parse-blocks.ts'

export interface MentionLook {
  /** As it reads, without the @. */
  label: string
  /** It calls whoever reads this. */
  mine: boolean
}
export type DescribeMention = (mention: Mention) => MentionLook

/** A message's text as elements; every character of it goes through a text node. */
export function Markdown(props: { text: string; describe: DescribeMention }) {
  const blocks = createMemo(() => parseMarkdown(props.text))
  return <Blocks blocks={blocks()} describe={props.describe} />
}

function Blocks(props: { blocks: Block[]; describe: DescribeMention }) {
  return (
    <div class="flex flex-col gap-1.5 break-words [overflow-wrap:anywhere]">
      <For each={props.blocks}>{(block) => <BlockView block={block} describe={props.describe} />}</For>
    </div>
  )
}

function BlockView(props: { block: Block; describe: DescribeMention }): JSX.Element {
  // A parsed tree never changes: new text makes a new one.
  const block = props.block
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Inlines nodes={block.children} describe={props.describe} />
        </p>
      )
    case 'heading':
      return (
        <p class="font-semibold text-ink" classList={{ 'text-lg': block.level === 1 }}>
          <Inlines nodes={block.children} describe={props.describe} />
        </p>
      )
    case 'code':
      return (
        <pre tabindex="0" class="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs leading-5 text-ink">
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return (
        <blockquote class="border-l-[3px] border-line-strong pl-3 text-ink-soft">
          <Blocks blocks={block.children} describe={props.describe} />
        </blockquote>
      )
    case 'divider':
      return <hr class="border-line" />
    case 'list':
      return <ListView block={block} describe={props.describe} />
  }
}

function ListView(props: { block: Extract<Block, { type: 'list' }>; describe: DescribeMention }) {
  const items = () => (
    <For each={props.block.items}>
      {(item) => (
        <li class="pl-1 marker:text-ink-faint">
          <Blocks blocks={item} describe={props.describe} />
        </li>
      )}
    </For>
  )
  return (
    <Switch>
      <Match when={props.block.start !== null}>
        <ol start={props.block.start ?? 1} class="list-decimal pl-6">
          {items()}
        </ol>
      </Match>
      <Match when={props.block.start === null}>
        <ul class="list-disc pl-5">{items()}</ul>
      </Match>
    </Switch>
  )
}

function Inlines(props: { nodes: Inline[]; describe: DescribeMention }) {
  return <For each={props.nodes}>{(node) => <InlineView node={node} describe={props.describe} />}</For>
}

function InlineView(props: { node: Inline; describe: DescribeMention }): JSX.Element {
  const node = props.node
  switch (node.type) {
    case 'text':
      return <>{node.text}</>
    case 'break':
      return <br />
    case 'code':
      return <code class="rounded border border-line bg-sunken px-1 py-px font-mono text-[0.8125em] text-ink">{node.text}</code>
    case 'strong':
      return (
        <strong class="font-semibold">
          <Inlines nodes={node.children} describe={props.describe} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Inlines nodes={node.children} describe={props.describe} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} describe={props.describe} />
        </s>
      )
    case 'link':
      return (
        <a
          href={node.href}
          target="_blank"
          rel="noopener noreferrer"
          class="text-accent-ink underline decoration-[color-mix(in_oklab,currentColor_40%,transparent)] underline-offset-2 hover:decoration-current"
        >
          <Inlines nodes={node.children} describe={props.describe} />
        </a>
      )
    case 'mention':
      return <MentionChip look={props.describe(node.mention)} />
  }
}

function MentionChip(props: { look: MentionLook }) {
  return (
    <span
      class="rounded px-1 py-px font-medium"
      classList={{ 'bg-warn-wash text-warn': props.look.mine, 'bg-accent-wash text-accent-ink': !props.look.mine }}
    >
      @{props.look.label}
    </span>
  )
}
