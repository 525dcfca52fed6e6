/** Drives data channels; the only package that sees webrtc-java. */
@NullMarked
package dev.plait.peer.rtc;

import org.jspecify.annotations.NullMarked;
