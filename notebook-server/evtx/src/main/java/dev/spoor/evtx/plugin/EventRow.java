package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EventName;
import dev.spoor.evtx.EventValue;
import dev.spoor.evtx.EventVisitor;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes rows of records: the elements below `Event` are the columns, `System` and `EventData` or
/// `UserData` among them. Attributes and elements are members of dicts; the text of an element that
/// has both is its `Value`; what comes more than once is an array. A named `Data` of `EventData` is
/// a member of that name. One thread uses it, again and again.
public final class EventRow implements EventVisitor {
  private static final Set<String> ALWAYS_DICT =
      Set.of(
          "Event",
          "System",
          "EventData",
          "Provider",
          "EventID",
          "TimeCreated",
          "Correlation",
          "Execution",
          "Security");

  /// An element that is open.
  private static final class Frame {
    String name = "";
    @Nullable Dict members;
    boolean hasText;
    @Nullable Object text;
    // of a Data element
    @Nullable String dataName;

    void begin(String elementName) {
      name = elementName;
      members = null;
      hasText = false;
      text = null;
      dataName = null;
    }

    Dict members() {
      Dict known = members;
      if (known == null) {
        known = new Dict(8);
        members = known;
      }
      return known;
    }
  }

  private final ValueStyle style;
  private final List<Frame> frames = new ArrayList<>();
  private int depth;
  private Dict row = new Dict();

  public EventRow(ValueStyle style) {
    this.style = style;
  }

  /// The row of a record, with values in the peer's manner.
  public static Dict of(EvtxRecord record) {
    return new EventRow(ValueStyle.TYPED).row(record);
  }

  /// The row of a record.
  public Dict row(EvtxRecord record) {
    depth = 0;
    row = new Dict();
    record.accept(this);
    if (row.get("RenderingInfo") instanceof Dict rendering && rendering.has("Message")) {
      row.set("Message", rendering.get("Message"));
    }
    return row;
  }

  @Override
  public void startElement(EventName name) {
    if (depth == frames.size()) {
      frames.add(new Frame());
    }
    frames.get(depth++).begin(name.text());
  }

  @Override
  public void attribute(EventName name, EventValue value) {
    if (name.isNamespace()) {
      return;
    }
    Frame frame = frames.get(depth - 1);
    if (isDataOfEvent(frame) && name.text().equals("Name")) {
      frame.dataName = value.text();
      return;
    }
    frame.members().update(name.text(), value(frame, name.text(), value));
  }

  private boolean isDataOfEvent(Frame frame) {
    return depth == 3 && frame.name.equals("Data") && frames.get(1).name.equals("EventData");
  }

  private boolean isSystem() {
    return depth > 1 && frames.get(1).name.equals("System");
  }

  private @Nullable Object value(Frame frame, String name, EventValue value) {
    return isSystem() ? SystemValues.of(style, frame.name, name, value) : style.value(value);
  }

  @Override
  public void text(EventValue value) {
    if (depth == 0) {
      // outside of any element: no event has that
      return;
    }
    Frame frame = frames.get(depth - 1);
    if (!frame.hasText) {
      frame.hasText = true;
      frame.text = value(frame, "", value);
      return;
    }
    Object before = frame.text;
    String joined = (before == null ? "" : before.toString()) + value.text();
    frame.text = VqlString.of(joined);
  }

  @Override
  public void endElement(EventName name) {
    Frame frame = frames.get(--depth);
    if (depth == 0) {
      if (frame.members != null) {
        row = frame.members;
      }
      return;
    }
    Dict members = frame.members;
    String dataName = frame.dataName;
    if (members == null && ALWAYS_DICT.contains(frame.name)) {
      members = new Dict(2);
    }
    Object value;
    if (members == null) {
      value = frame.text;
    } else {
      if (frame.hasText && frame.text != null) {
        members.update("Value", frame.text);
      }
      if (dataName != null) {
        members.update("Name", VqlString.of(dataName));
        dataName = null;
      }
      value = members;
    }
    add(frames.get(depth - 1).members(), dataName == null ? frame.name : dataName, value);
  }

  // a second member of a name makes an array of both
  private static void add(Dict to, String name, @Nullable Object value) {
    if (!to.has(name)) {
      to.update(name, value);
      return;
    }
    Object before = to.get(name);
    if (before instanceof Many many) {
      many.add(value);
      return;
    }
    Many both = new Many();
    both.add(before);
    both.add(value);
    to.update(name, both);
  }

  /// An array of members that had the same name.
  @SuppressWarnings("serial")
  private static final class Many extends ArrayList<@Nullable Object> {}
}
