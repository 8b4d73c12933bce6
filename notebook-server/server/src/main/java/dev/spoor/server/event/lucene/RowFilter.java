package dev.spoor.server.event.lucene;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventCondition;
import dev.spoor.server.event.EventPaths;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.ValueTest;
import dev.spoor.server.event.Verdict;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides row by row, asking each test once per distinct value. One search has one; not
/// thread-safe.
final class RowFilter {
  private static final int MAX_REMEMBERED = 1 << 16;

  private final EventSearch search;
  private final Test test;
  private final boolean wantsAllSubjects;

  RowFilter(EventSearch search) {
    this.search = search;
    this.test = test(EventCondition.of(search.predicate()));
    this.wantsAllSubjects = search.clients() == null;
  }

  /// Begins with another group.
  void enter(RowGroup group) {
    test.enter(group);
  }

  /// Whether the row is to be given; `reader` stands on it.
  boolean accepts(RowGroup group, RowReader reader, int row) {
    return isInBounds(group, row)
        && search.eventTime().contains(group.eventTime(row))
        && search.ingestTime().contains(group.ingestTime(row))
        && (wantsAllSubjects || isWanted(group, row))
        && test.on(group, reader, row) != Verdict.NO;
  }

  private boolean isInBounds(RowGroup group, int row) {
    if (search.lsnFrom() == 0 && search.lsnBound() == Long.MAX_VALUE) {
      return true;
    }
    long lsn = group.lsn(row);
    return lsn >= search.lsnFrom() && lsn < search.lsnBound();
  }

  private boolean isWanted(RowGroup group, int row) {
    return search.clients() != null && search.clients().contains(group.subject(row));
  }

  private static Test test(EventCondition condition) {
    return switch (condition) {
      case EventCondition.Leaf leaf ->
          Envelope.isEnvelope(leaf.path().getFirst())
              ? new EnvelopeTest(leaf)
              : new PathTest(leaf.path(), leaf.test());
      case EventCondition.All all -> new AllTest(tests(all.parts()));
      case EventCondition.Any any -> new AnyTest(tests(any.parts()));
      case EventCondition.Negation not -> new NotTest(test(not.part()));
      case EventCondition.Unknown unknown -> new UnknownTest();
    };
  }

  private static Test[] tests(List<EventCondition> parts) {
    return parts.stream().map(RowFilter::test).toArray(Test[]::new);
  }

  private sealed interface Test {
    void enter(RowGroup group);

    Verdict on(RowGroup group, RowReader reader, int row);
  }

  private record AllTest(Test[] parts) implements Test {
    @Override
    public void enter(RowGroup group) {
      for (Test part : parts) {
        part.enter(group);
      }
    }

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      Verdict all = Verdict.YES;
      for (Test part : parts) {
        Verdict one = part.on(group, reader, row);
        if (one == Verdict.NO) {
          return one;
        }
        all = one == Verdict.MAYBE ? one : all;
      }
      return all;
    }
  }

  private record AnyTest(Test[] parts) implements Test {
    @Override
    public void enter(RowGroup group) {
      for (Test part : parts) {
        part.enter(group);
      }
    }

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      Verdict any = Verdict.NO;
      for (Test part : parts) {
        Verdict one = part.on(group, reader, row);
        if (one == Verdict.YES) {
          return one;
        }
        any = one == Verdict.MAYBE ? one : any;
      }
      return any;
    }
  }

  private record NotTest(Test part) implements Test {
    @Override
    public void enter(RowGroup group) {
      part.enter(group);
    }

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      return part.on(group, reader, row).not();
    }
  }

  private record UnknownTest() implements Test {
    @Override
    public void enter(RowGroup group) {}

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      return Verdict.MAYBE;
    }
  }

  /// On a path that begins with a column of the envelope.
  private record EnvelopeTest(EventCondition.Leaf leaf) implements Test {
    @Override
    public void enter(RowGroup group) {}

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      Envelope envelope = group.envelope(row);
      return leaf.on(column -> envelope.value(column, reader));
    }
  }

  /// On a path in the row.
  private static final class PathTest implements Test {
    private final List<String> path;
    private final ValueTest test;
    private final Verdict ofNull;
    // per template of the group
    private Site[] sites = new Site[0];

    PathTest(List<String> path, ValueTest test) {
      this.path = path;
      this.test = test;
      this.ofNull = test.on(null);
    }

    @Override
    public void enter(RowGroup group) {
      sites = new Site[group.templates()];
    }

    @Override
    public Verdict on(RowGroup group, RowReader reader, int row) {
      int templateCode = group.templateCode(row);
      Site site = sites[templateCode];
      if (site == null) {
        site = site(group, templateCode);
        sites[templateCode] = site;
      }
      return switch (site.location) {
        case RowTemplate.Absent absent -> ofNull;
        case RowTemplate.AtLeaf at -> site.verdict(test, group.code(row, templateCode, at.leaf()));
        case RowTemplate.Composed composed ->
            test.on(EventPaths.follow(reader.get(path.getFirst()), path, 1));
      };
    }

    private Site site(RowGroup group, int templateCode) {
      RowTemplate.Location location = group.template(templateCode).locate(path);
      RowGroup.Column column =
          location instanceof RowTemplate.AtLeaf at ? group.column(templateCode, at.leaf()) : null;
      if (column != null) {
        // templates share columns, and so what is known of their values
        for (Site other : sites) {
          if (other != null && column.equals(other.column)) {
            return new Site(location, column, other.known);
          }
        }
      }
      return new Site(location, column, new Memory());
    }
  }

  /// Verdict + 1 by code; 0 = not asked yet.
  private static final class Memory {
    byte[] verdicts = new byte[64];
  }

  private record Site(
      RowTemplate.Location location, RowGroup.@Nullable Column column, Memory known) {
    private static final Verdict[] VERDICTS = Verdict.values();

    Verdict verdict(ValueTest test, int code) {
      if (column == null) {
        return test.on(null);
      }
      if (code >= known.verdicts.length) {
        if (code >= MAX_REMEMBERED) {
          return test.on(column.value(code));
        }
        known.verdicts =
            Arrays.copyOf(known.verdicts, Math.max(code + 1, known.verdicts.length * 4));
      }
      int before = known.verdicts[code];
      if (before != 0) {
        return VERDICTS[before - 1];
      }
      Verdict verdict = test.on(column.value(code));
      known.verdicts[code] = (byte) (verdict.ordinal() + 1);
      return verdict;
    }
  }
}
