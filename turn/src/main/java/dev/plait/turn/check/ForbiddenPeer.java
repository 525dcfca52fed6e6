package dev.plait.turn.check;

import dev.plait.turn.config.PeerRange;
import dev.plait.turn.stun.TransportAddress;

/**
 * An address that no client may relay to.
 *
 * @param range that it stands for
 */
record ForbiddenPeer(TransportAddress address, PeerRange range) {}
