// A device that a test drives: commands come as JSON objects, a line each, on the standard input; what happens goes out the
// same way. It ends with its input.
import { createInterface } from 'node:readline';
import { Device } from './Device.js';

/** @type {Device} */
let device;

const tell = (event) => process.stdout.write(`${JSON.stringify({ atMs: Date.now(), ...event })}\n`);

const commands = {
  start: async (options) => {
    device = await Device.signUp(options, tell);
    device.start();
  },
  openDirect: ({ handle }) => device.openDirect(handle),
  accept: ({ conv }) => device.accept(conv),
  say: ({ prefix, from, count, padding }) => device.say(prefix, from, count, padding),
  stallAtPing: ({ ms }) => device.stallAtPing(ms),
  /** The network lets nothing of this connection through any more. */
  silence: () => device.negotiation.silence(),
  restartIce: () => device.negotiation.restartIce(),
  refuseRestarts: ({ on }) => (device.negotiation.refuseRestarts = on),
  /** The channel is closed, and so much later the word that explains it is said. */
  closeAndBye: ({ ms }) => device.negotiation.bye(true, ms),
  fin: () => device.fin(),
  want: () => device.negotiation.want(),
};

let done = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    done = done
      .then(() => commands[command.do](command))
      .then(() => tell({ event: 'done', command: command.do }))
      .catch((failure) => tell({ event: 'failed', command: command.do, reason: String(failure.stack) }));
  })
  .on('close', async () => {
    await device?.stop();
    process.exit(0);
  });
