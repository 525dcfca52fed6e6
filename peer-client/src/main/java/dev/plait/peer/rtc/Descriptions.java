package dev.plait.peer.rtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Makes, sets and takes back the session descriptions of one connection. Its observers run on
 * native threads and only queue work. Thread-safe.
 */
final class Descriptions {
  private final NativeConnection connection;
  private final RtcEvents events;

  Descriptions(NativeConnection connection, RtcEvents events) {
    this.connection = connection;
    this.events = events;
  }

  void makeOffer(boolean iceRestart) {
    String what = "create-offer";
    RTCOfferOptions options = new RTCOfferOptions();
    options.iceRestart = iceRestart;
    connection.call(
        what,
        peer ->
            peer.createOffer(
                options, new Created(what, offer -> setLocal(offer, events::onLocalOffer))));
  }

  void takeOffer(String sdp) {
    setRemote(RTCSdpType.OFFER, sdp, this::makeAnswer);
  }

  void takeAnswer(String sdp) {
    setRemote(RTCSdpType.ANSWER, sdp, () -> connection.report(events::onAnswerTaken));
  }

  /** Blocks the factory's thread, so that what is called after it waits for it. */
  void rollback() {
    connection.call(
        "rollback",
        peer -> {
          CompletableFuture<Void> done = new CompletableFuture<>();
          peer.setLocalDescription(
              new RTCSessionDescription(RTCSdpType.ROLLBACK, ""),
              new SetSessionDescriptionObserver() {
                @Override
                public void onSuccess() {
                  done.complete(null);
                }

                @Override
                public void onFailure(String error) {
                  done.completeExceptionally(new IllegalStateException(error));
                }
              });
          done.join();
        });
  }

  private void makeAnswer() {
    String what = "create-answer";
    connection.call(
        what,
        peer ->
            peer.createAnswer(
                new RTCAnswerOptions(),
                new Created(what, answer -> setLocal(answer, events::onLocalAnswer))));
  }

  private void setLocal(RTCSessionDescription description, Consumer<String> then) {
    String what = "set-local";
    connection.call(
        what,
        peer ->
            peer.setLocalDescription(
                description,
                new Set(what, () -> connection.report(() -> then.accept(description.sdp)))));
  }

  private void setRemote(RTCSdpType type, String sdp, Runnable then) {
    String what = "set-remote";
    connection.call(
        what,
        peer ->
            peer.setRemoteDescription(new RTCSessionDescription(type, sdp), new Set(what, then)));
  }

  /** Passes a made description on, off the native thread. */
  private final class Created implements CreateSessionDescriptionObserver {
    private final String what;
    private final Consumer<RTCSessionDescription> then;

    Created(String what, Consumer<RTCSessionDescription> then) {
      this.what = what;
      this.then = then;
    }

    @Override
    public void onSuccess(RTCSessionDescription description) {
      then.accept(description);
    }

    @Override
    public void onFailure(String error) {
      connection.fail(what, error);
    }
  }

  /** Goes on after a description is set; {@code then} only queues work. */
  private final class Set implements SetSessionDescriptionObserver {
    private final String what;
    private final Runnable then;

    Set(String what, Runnable then) {
      this.what = what;
      this.then = then;
    }

    @Override
    public void onSuccess() {
      then.run();
    }

    @Override
    public void onFailure(String error) {
      connection.fail(what, error);
    }
  }
}
