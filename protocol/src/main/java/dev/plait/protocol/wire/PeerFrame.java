package dev.plait.protocol.wire;

/** A frame that travels on a data channel, device to device. */
public sealed interface PeerFrame extends Frame
    permits Frame.Entries, Frame.Ack, Frame.Have, Frame.Ping, Frame.Pong, Frame.Fin, Frame.FinAck {}
