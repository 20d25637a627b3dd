import { mentionOfToken, type Mention } from '@atrium/shared/chat/message-text.ts'
import type { Text } from 'mdast'
import type { CompileContext, Extension, Options, Token } from 'mdast-util-from-markdown'

/** A mention's token as a node of the Markdown tree. */
export interface MentionNode {
  type: 'mention'
  mention: Mention
  position?: Text['position']
}

declare module 'mdast' {
  interface PhrasingContentMap {
    mention: MentionNode
  }
  interface RootContentMap {
    mention: MentionNode
  }
}

type MicromarkExtension = Exclude<NonNullable<NonNullable<Options['extensions']>[number]>, readonly unknown[]>
type Construct = Extract<NonNullable<NonNullable<MicromarkExtension['text']>[string]>, { tokenize: unknown }>
type Tokenizer = Construct['tokenize']
type TokenName = Parameters<Parameters<Tokenizer>[0]['enter']>[0]

/** micromark's list of names can only be added to from a package that depends on its types. */
const tokenName = 'atriumMention' as string as TokenName

const longestToken = '<@p:00000000-0000-0000-0000-000000000000>'.length
const lessThan = 60
const greaterThan = 62

const tokenizeMention: Tokenizer = (effects, ok, nok) => {
  let typed = ''
  const inside: ReturnType<Tokenizer> = (code) => {
    if (code === null || code < 0 || typed.length >= longestToken) return nok(code)
    typed += String.fromCodePoint(code)
    effects.consume(code)
    if (code !== greaterThan) return inside
    if (!mentionOfToken(typed)) return nok
    effects.exit(tokenName)
    return ok
  }
  return (code) => {
    effects.enter(tokenName)
    return inside(code)
  }
}

/** Reads `<@p:UUID>` and the group tokens as mentions, for micromark. */
export const mentionSyntax: MicromarkExtension = { text: { [lessThan]: { name: tokenName, tokenize: tokenizeMention } } }

/** Makes nodes of them, for mdast. */
export const mentionFromMarkdown: Extension = {
  enter: {
    [tokenName](this: CompileContext, token: Token) {
      const mention = mentionOfToken(this.sliceSerialize(token))
      if (mention) this.enter({ type: 'mention', mention }, token)
      else throw new TypeError('the syntax let something pass that is no mention')
    },
  },
  exit: {
    [tokenName](this: CompileContext, token: Token) {
      this.exit(token)
    },
  },
}
