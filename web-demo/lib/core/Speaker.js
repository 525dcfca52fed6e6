/**
 * The key in a Map of a device in a conversation, whatever its epoch: who speaks in a stream.
 *
 * @param {{ conv: string, device: string }} stream
 */
export const speaker = ({ conv, device }) => `${conv} ${device}`;
