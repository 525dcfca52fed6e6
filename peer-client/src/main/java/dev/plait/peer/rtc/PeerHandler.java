package dev.plait.peer.rtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.plait.protocol.signaling.IceState;

/** Takes a peer connection's callbacks on native threads; queues, and calls nothing native. */
final class PeerHandler implements PeerConnectionObserver {
  private final RtcConnection connection;

  PeerHandler(RtcConnection connection) {
    this.connection = connection;
  }

  @Override
  public void onIceCandidate(RTCIceCandidate candidate) {
    connection.candidateFound(candidate.sdpMid, candidate.sdpMLineIndex, candidate.sdp);
  }

  @Override
  public void onIceConnectionChange(RTCIceConnectionState state) {
    switch (state) {
      case CHECKING -> connection.iceChanged(IceState.CHECKING);
      case CONNECTED, COMPLETED -> connection.iceChanged(IceState.CONNECTED);
      case DISCONNECTED -> connection.iceChanged(IceState.DISCONNECTED);
      case FAILED -> connection.iceChanged(IceState.FAILED);
      case NEW, CLOSED -> {}
    }
  }
}
