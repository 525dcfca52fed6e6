/**
 * The path by which an entry of the transcript came: said by this device, over a data channel, through the server
 * forwarded live, through the server from the device queue. The transcript keeps the word.
 *
 * @typedef {'self' | 'direct' | 'relay' | 'store'} ArrivedBy
 */

export {};
