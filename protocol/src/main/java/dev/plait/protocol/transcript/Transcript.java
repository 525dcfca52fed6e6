package dev.plait.protocol.transcript;

import dev.plait.protocol.content.Content;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The loaded part of one conversation: messages in order (CLK-4), with edits, deletes and reactions
 * applied. Entries may be added in any order and more than once; the result is the same.
 */
public final class Transcript {

  /** What an added entry was. */
  public enum Added {
    /** A message that was not there. */
    MESSAGE,
    /** Something that may change how another one reads. */
    AMENDMENT,
    /** One that was there already, or that is not shown. */
    NOTHING
  }

  private record Once(UUID device, UUID id) {}

  private final UnaryOperator<UUID> accountOf;
  private final UUID me;
  private final Amendments amendments;
  private final List<Item> items = new ArrayList<>();
  private final Map<Once, Said> known = new HashMap<>();

  /**
   * Makes an empty one.
   *
   * @param accountOf account of a device; the device itself where that is not known
   * @param me the own account
   */
  public Transcript(UnaryOperator<UUID> accountOf, UUID me) {
    this.accountOf = accountOf;
    this.me = me;
    this.amendments = new Amendments(accountOf);
  }

  /** The messages, oldest first. */
  public List<Item> items() {
    return Collections.unmodifiableList(items);
  }

  /**
   * Adds an entry. One whose id the same device has used before is the same one, wherever it stands
   * now (DLV-22): the lower stamp counts, of equal ones the last place told.
   */
  public Added add(Said said) {
    Said before = known.put(new Once(said.device(), said.id()), said);
    if (before == null) {
      return put(said);
    }
    int byStamp = Long.compareUnsigned(said.hlc(), before.hlc());
    if (byStamp > 0 || said.equals(before)) {
      known.put(new Once(before.device(), before.id()), before);
      return Added.NOTHING;
    }
    amendments.remove(before);
    items.removeIf(item -> item.said().equals(before));
    put(said);
    return Added.NOTHING;
  }

  private Added put(Said said) {
    UUID amended = amendments.add(said);
    if (amended != null) {
      items.replaceAll(item -> item.said().id().equals(amended) ? read(item.said()) : item);
      return Added.AMENDMENT;
    }
    if (said.content() instanceof Content.Read) {
      return Added.NOTHING;
    }
    int at = items.size();
    while (at > 0 && items.get(at - 1).said().order().compareTo(said.order()) > 0) {
      at--;
    }
    items.add(at, read(said));
    return Added.MESSAGE;
  }

  /** The first message with that id; somebody may repeat the id of another's. */
  public @Nullable Item find(UUID id) {
    return items.stream().filter(item -> item.said().id().equals(id)).findFirst().orElse(null);
  }

  /** Looks up all accounts again, after a roster has told of devices that were not known. */
  public void attributeAgain() {
    items.replaceAll(item -> read(item.said()));
  }

  private Item read(Said said) {
    UUID account = accountOf.apply(said.device());
    return new Item(said, account, account.equals(me), amendments.reading(said));
  }
}
