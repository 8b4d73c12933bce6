// The server's side of a WebSocket, as much of RFC 6455 as a scripted server needs: text, ping, close.
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';

export function accept(request, socket) {
  const key = request.headers['sec-websocket-key'];
  const answer = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n\r\n`);
  return new Peer(socket);
}

class Peer extends EventEmitter {
  #socket;
  #buffer = Buffer.alloc(0);
  #parts = [];

  constructor(socket) {
    super();
    this.#socket = socket;
    socket.on('data', (data) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      while (this.#frame());
    });
    socket.on('close', () => this.emit('close'));
    socket.on('error', () => socket.destroy());
  }

  send(message) {
    this.#write(1, Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)));
  }

  close(code = 1000) {
    const body = Buffer.alloc(2);
    body.writeUInt16BE(code);
    this.#write(8, body);
    this.#socket.end();
  }

  /** As if the network went away. */
  cut() {
    this.#socket.destroy();
  }

  #write(opcode, body) {
    if (this.#socket.destroyed) return;
    let head;
    if (body.length < 126) head = Buffer.from([0x80 | opcode, body.length]);
    else if (body.length < 65536) {
      head = Buffer.alloc(4);
      head[0] = 0x80 | opcode;
      head[1] = 126;
      head.writeUInt16BE(body.length, 2);
    } else {
      head = Buffer.alloc(10);
      head[0] = 0x80 | opcode;
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(body.length), 2);
    }
    this.#socket.write(Buffer.concat([head, body]));
  }

  #frame() {
    const b = this.#buffer;
    if (b.length < 2) return false;
    let length = b[1] & 127;
    let at = 2;
    if (length === 126) {
      if (b.length < 4) return false;
      length = b.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (b.length < 10) return false;
      length = Number(b.readBigUInt64BE(2));
      at = 10;
    }
    if (b.length < at + 4 + length) return false;
    const mask = b.subarray(at, at + 4);
    const body = Buffer.from(b.subarray(at + 4, at + 4 + length));
    for (let i = 0; i < body.length; i++) body[i] ^= mask[i % 4];
    this.#buffer = b.subarray(at + 4 + length);
    const opcode = b[0] & 15;
    if (opcode === 8) this.close();
    else if (opcode === 9) this.#write(10, body);
    else if (opcode === 0 || opcode === 1) {
      this.#parts.push(body);
      if (b[0] & 0x80) {
        const text = Buffer.concat(this.#parts).toString();
        this.#parts = [];
        this.emit('message', text);
      }
    }
    return true;
  }
}
