package dev.plait.protocol.wire;

/** A frame that a device may send to the server. */
public sealed interface ClientFrame extends Frame
    permits Frame.Hello,
        Frame.Post,
        Frame.Cancel,
        Frame.Ack,
        Frame.Have,
        Frame.Signal,
        Frame.Presence,
        Frame.Typing,
        Frame.Token,
        Frame.Ping,
        Frame.Pong {}
