import { benchChat } from './chat/zz-chat.ts'
await benchChat(1, 200)
process.exit(0)
