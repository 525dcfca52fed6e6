/**
 * Who sent a frame; decides which frames are allowed and how large one may be.
 *
 * - `client`: from a device to the server, on a WebSocket.
 * - `server`: from the server to a device, on a WebSocket.
 * - `peer`: from device to device, on a data channel.
 *
 * @typedef {'client' | 'server' | 'peer'} Direction
 */

export {};
