/**
 * How entries travel between two devices.
 *
 * - `none`: no way at the moment; entries wait in the outbox.
 * - `relay`: through the server to a device that is online.
 * - `direct`: over a data channel, device to device.
 * - `store`: from the device queue of the server; only ever where received entries came from.
 *
 * @typedef {'none' | 'relay' | 'direct' | 'store'} Path
 */

/**
 * The path that an ack of something received on this one takes.
 *
 * @param {Path} path
 * @returns {Path}
 */
export function ackPath(path) {
  return path === 'store' ? 'relay' : path;
}
