package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** The queue of one stream for one target, as the key of rows and positions. */
record StreamTarget(StreamId stream, UUID target) {
  /** Picks a stream's rows; needs {@link #bindStream}. */
  static final String STREAM =
      "conversation = :conversation and sender = :sender and epoch = :epoch";

  /** Picks the rows of a stream for a target; needs {@link #bind}. */
  static final String BOTH = STREAM + " and target = :target";

  static <S extends SqlStatement<S>> S bindStream(S statement, StreamId stream) {
    return statement
        .bind("conversation", stream.conversation())
        .bind("sender", stream.device())
        .bind("epoch", stream.epoch());
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    return bindStream(statement, stream).bind("target", target);
  }
}
