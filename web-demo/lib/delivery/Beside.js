/**
 * What goes by the server beside an open channel (DLV-8, PTH-3): nothing, since it is not reachable; what the channel
 * cannot carry; everything that the target lacks, as the channel is late with an answer.
 *
 * @typedef {'none' | 'large' | 'all'} Beside
 */

export {};
