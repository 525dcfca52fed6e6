package dev.plait.protocol.wire;

/** A frame that the server may send to a device. */
public sealed interface ServerFrame extends Frame
    permits Frame.Welcome,
        Frame.Roster,
        Frame.Gone,
        Frame.Changes,
        Renamed,
        Frame.Entries,
        Frame.Receipt,
        Frame.Told,
        Frame.Refused,
        Frame.Live,
        Frame.Signal,
        Frame.Presence,
        Frame.Typing,
        Frame.TokenAccepted,
        Frame.Bye,
        Frame.Ping,
        Frame.Pong {}
