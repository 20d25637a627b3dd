const FINAL = 0x80
const TEXT = 0x1
const BINARY = 0x2

/** A whole WebSocket text frame from a server: unmasked, in one piece. Made once and written to many sockets. @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export function textFrame(text: string): Buffer {
  return frame(TEXT, Buffer.from(text, 'utf8'))
}

export function binaryFrame(payload: Uint8Array): Buffer {
  return frame(BINARY, payload)
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(header + length)
  bytes[0] = FINAL | opcode
  if (header === 2) bytes[1] = length
  else if (header === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.set(payload, header)
  return bytes
}
