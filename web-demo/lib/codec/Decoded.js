/**
 * What became of received text: a frame within every limit, or the sender's fault. The receiver closes with `code`
 * (`BAD_FRAME`, `TOO_LARGE` or `BAD_VERSION`); `message` names the field and the rule, never what stood in it. `about` is
 * the one conversation that a frame of the server is about, as far as that can be read: a client sets it aside and goes on
 * (FRM-9).
 *
 * @template [F=import('../wire/types.js').Frame]
 * @typedef {{ ok: true, frame: F } | { ok: false, code: import('../wire/CloseCode.js').CloseCode, message: string,
 *    about?: string }} Decoded
 */

export {};
