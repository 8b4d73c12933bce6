package dev.spoor.vql.regex;

/// The size of an expression with its repetitions written out, about what a matcher will need.
final class RegexSize {
  private RegexSize() {}

  static void check(RegexTree tree, int bound) {
    long size = of(tree, bound);
    if (size > bound) {
      throw new RegexException(
          "too large: more than " + bound + " parts when its repetitions are written out", 0);
    }
  }

  private static long of(RegexTree tree, long bound) {
    return switch (tree) {
      case RegexTree.Empty e -> 1;
      case RegexTree.Literal l -> 1;
      case RegexTree.Any a -> 1;
      case RegexTree.CharClass c -> 1 + c.parts().size() / 4;
      case RegexTree.Assertion a -> 1;
      case RegexTree.Group g -> 2 + of(g.body(), bound);
      case RegexTree.Concat c -> {
        long size = 0;
        for (RegexTree part : c.parts()) {
          size += of(part, bound);
          if (size > bound) {
            yield size;
          }
        }
        yield size;
      }
      case RegexTree.Alternate a -> {
        long size = 0;
        for (RegexTree choice : a.choices()) {
          size += 1 + of(choice, bound);
          if (size > bound) {
            yield size;
          }
        }
        yield size;
      }
      case RegexTree.Repeat r -> {
        long body = of(r.body(), bound);
        long times = r.max() < 0 ? r.min() + 1L : Math.max(1, r.max());
        yield body > bound ? body : body * times + 1;
      }
    };
  }
}
