package dev.spoor.vql.conformance;

import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dialect;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The host environment of one case: its functions, plugins, variables, counters and logs.
final class CaseScope {
  final List<String> logs = new ArrayList<>();
  final List<String> markers = new ArrayList<>();
  long counter;
  private long methodCalls;
  private long pluginDestructors;
  private final Dict env;
  private final String kind;
  final VqlSession session;

  /// @param more what a host adds to the language where a case asks for a host
  CaseScope(String kind, Row caseEnv, Catalog more) {
    this.kind = kind;
    this.env = new Dict();
    caseEnv.forEach((name, value) -> env.set(name, host(value)));
    VqlSession.Builder builder =
        VqlSession.builder(catalog(more))
            .principal("test", PermissionCheck.ALLOW_ALL)
            .dialect(kind.equals("velociraptor") ? Dialect.SERVER : Dialect.CORE)
            .log(
                (level, message) ->
                    logs.add((level.name().equals("DEFAULT") ? "" : level + ":") + message));
    env.forEach(builder::env);
    session = builder.build();
    if (kind.equals("query")) {
      env.remove("ArrayValue");
      env.remove("StructValue");
      env.remove("VarIsObjectWithMethods");
    }
  }

  private @Nullable Object host(@Nullable Object value) {
    if (!(value instanceof Row row)) {
      return value;
    }
    if (row.has("$ref")) {
      return env;
    }
    if (!row.has("$host")) {
      return value;
    }
    return switch (Values.toText(row.get("$host"))) {
      case "object_with_methods" -> objectWithMethods(row.get("Value1"));
      case "struct_with_json" -> structWithJson(row.get("src_ip"));
      default -> throw new Unsupported("host object " + Values.toText(row.get("$host")));
    };
  }

  /// A case that needs what is not there.
  static final class Unsupported extends RuntimeException {
    Unsupported(String what) {
      super("needs " + what);
    }
  }

  private static Row members(List<String> shown, Function<String, @Nullable Object> get) {
    return new Row() {
      @Override
      public List<String> columns() {
        return shown;
      }

      @Override
      public @Nullable Object find(String column, @Nullable Object missing) {
        Object value = get.apply(column);
        return value == null ? missing : value;
      }

      @Override
      public boolean has(String column) {
        return shown.contains(column) || column.equals("Bar");
      }
    };
  }

  private Row objectWithMethods(@Nullable Object value1) {
    return members(
        List.of("Value1", "Value2", "Counter"),
        name ->
            switch (name) {
              case "Value1" -> value1;
              case "Value2" ->
                  (LazyValue) () -> VqlString.of("I am a method, called " + ++methodCalls);
              case "Counter" -> (LazyValue) () -> methodCalls;
              default -> null;
            });
  }

  private static Row structWithJson(@Nullable Object ip) {
    return members(
        List.of("src_ip"), name -> name.equals("src_ip") || name.equals("SrcIP") ? ip : null);
  }

  private Row lazyRow() {
    return members(
        List.of("Foo", "Const"),
        name ->
            switch (name) {
              case "Foo" -> marking("Foo", "Hello");
              case "Bar" -> marking("Bar", "Goodbye");
              case "Const" -> VqlString.EMPTY;
              default -> null;
            });
  }

  private LazyValue marking(String name, String value) {
    return () -> {
      markers.add(name + " ran");
      return VqlString.of(value);
    };
  }

  private Catalog catalog(Catalog more) {
    Catalog pure = Vql.pureCatalog();
    return switch (kind) {
      case "bare" -> pure;
      case "velociraptor" ->
          pure.with(more.functions().values(), more.plugins().values()).withPlugins(readLogs());
      case "expr" -> expr(pure).withPlugins(integers());
      case "query" -> expr(pure).withPlugins(queryPlugins());
      case "plugin" -> pure.withPlugins(testPlugin());
      case "lazy" -> pure.withPlugins(lazyPlugins());
      case "args" -> pure.withFunctions(parse());
      case "destructors" -> pure.withFunctions(destructor()).withPlugins(destructorPlugin());
      default -> throw new Unsupported("scope " + kind);
    };
  }

  private VqlPlugin readLogs() {
    return VqlPlugin.of(
        named("test_read_logs").build(),
        call ->
            RowStream.of(
                List.copyOf(logs).stream()
                    .map(line -> row("Log", "Velociraptor: " + line + "\n"))
                    .toList()));
  }

  private static Signature.Builder named(String name) {
    return Signature.named(name, "For tests.").needs(Permissions.none());
  }

  private Catalog expr(Catalog pure) {
    return pure.without(List.of("sleep"), List.of())
        .withFunctions(
            VqlFunction.of(
                named("func_foo").openArguments().selfChecked().build(),
                call -> call.has("return") ? call.value("return") : (Object) 1L),
            VqlFunction.of(named("counter").build(), call -> ++counter),
            VqlFunction.of(
                named("set_env")
                    .required("column", ArgumentType.STRING, "key")
                    .required("value", ArgumentType.ANY, "value")
                    .build(),
                call -> {
                  env.set(call.text("column"), call.value("value"));
                  return true;
                }),
            VqlFunction.of(
                named("panic")
                    .optional("column", ArgumentType.ANY, "a")
                    .optional("value", ArgumentType.ANY, "b")
                    .build(),
                CaseScope::panic));
  }

  private static @Nullable Object panic(FunctionCall call) {
    Object value = call.value("value");
    if (Values.equal(call.value("column"), value)) {
      throw new AssertionError("panic was called with " + value);
    }
    return value;
  }

  private static VqlPlugin integers() {
    return VqlPlugin.of(
        named("range").openArguments().selfChecked().build(),
        call -> {
          List<Row> rows = new ArrayList<>();
          for (long i = 1; i <= 14; i++) {
            rows.add(Dict.of().with("_value", i));
          }
          return RowStream.of(rows);
        });
  }

  private VqlPlugin[] queryPlugins() {
    return new VqlPlugin[] {
      VqlPlugin.of(
          named("test").build(),
          call ->
              RowStream.of(
                  row("foo", 0, "bar", 0), row("foo", 2, "bar", 1), row("foo", 4, "bar", 2))),
      VqlPlugin.of(named("range").openArguments().selfChecked().build(), CaseScope::inclusive),
      VqlPlugin.of(
          named("dict").openArguments().build(),
          call -> {
            Dict row = new Dict();
            call.names().forEach(name -> row.set(name, call.value(name)));
            return RowStream.of(row);
          }),
      VqlPlugin.of(
          named("groupbytest").build(),
          call ->
              RowStream.of(
                  row("foo", 1, "bar", 5, "baz", "a"),
                  row("foo", 2, "bar", 5, "baz", "b"),
                  row("foo", 3, "bar", 2, "baz", "c"),
                  row("foo", 4, "bar", 2, "baz", "d"))),
      VqlPlugin.of(
          named("reset_objectwithmethods").build(),
          call -> {
            methodCalls = 0;
            return RowStream.empty();
          }),
      VqlPlugin.of(
          named("objectwithmethods").build(),
          call -> RowStream.of(objectWithMethods(1L), objectWithMethods(2L)))
    };
  }

  private static Row row(Object... pairs) {
    Dict row = new Dict();
    for (int i = 0; i < pairs.length; i += 2) {
      row.with((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }

  private static RowStream inclusive(PluginCall call) {
    double end = number(call, "end");
    return new RowStream() {
      private double at = number(call, "start");

      @Override
      public @Nullable Row next() {
        if (at > end) {
          return null;
        }
        Row row = row("value", at);
        at++;
        return row;
      }

      @Override
      public void close() {}
    };
  }

  private static double number(PluginCall call, String name) {
    try {
      return call.number(name, 0);
    } catch (ArgumentException tolerated) {
      return 0;
    }
  }

  private static VqlPlugin testPlugin() {
    return VqlPlugin.of(
        named("test_plugin").build(),
        call -> {
          List<Row> rows = new ArrayList<>();
          for (long i = 1; i < 10; i++) {
            rows.add(row("foo", row("bar", i), "foo_2", 2 * i, "foo_3", 3 * i));
          }
          return RowStream.of(rows);
        });
  }

  private VqlPlugin[] lazyPlugins() {
    return new VqlPlugin[] {
      VqlPlugin.of(
          named("lazy").optional("rows", ArgumentType.INT, "n").build(),
          call -> RowStream.of(lazyRow())),
      VqlPlugin.of(
          named("lazy_dict").optional("rows", ArgumentType.INT, "n").build(),
          call ->
              RowStream.of(
                  row(
                      "Const",
                      10,
                      "Foo",
                      marking("Foo", "Hello"),
                      "Bar",
                      marking("Bar", "Goodbye"))))
    };
  }

  private static VqlFunction parse() {
    return VqlFunction.of(
        named("parse")
            .required("r", ArgumentType.INT, "r")
            .optional("any", ArgumentType.ANY, "")
            .optional("lazy", ArgumentType.LAZY, "")
            .optional("int", ArgumentType.INT, "")
            .optional("string", ArgumentType.STRING, "")
            .optional("string_array", ArgumentType.STRINGS, "")
            .optional("query", ArgumentType.QUERY, "")
            .optional("dict", ArgumentType.DICT, "")
            .selfChecked()
            .build(),
        CaseScope::parse);
  }

  private static Object parse(FunctionCall call) {
    Dict out = new Dict();
    try {
      call.check();
      call.integer("r", 0);
      long number = call.integer("int", 0);
      String text = call.text("string");
      if (number != 0) {
        out.set("int", number);
      }
      if (!text.isEmpty()) {
        out.set("string", VqlString.of(text));
      }
      if (call.has("string_array")) {
        out.set("string_array", Values.of(call.texts("string_array")));
      }
      if (call.has("dict")) {
        out.set("dict", call.dict("dict"));
      }
      queryOrValue(out, "any", "any", "Any stored query", call);
      queryOrValue(out, "lazy", "Lazy Reduced", "Lazy Reduced stored query", call);
      Query query = call.query("query");
      if (query != null) {
        out.set("StoredQuery Materialized", Lazy.materialise(query, call.scope()));
      }
      return out;
    } catch (ArgumentException e) {
      return row("ParseError", String.valueOf(e.getMessage()));
    }
  }

  private static void queryOrValue(
      Dict out, String argument, String valueKey, String queryKey, FunctionCall call) {
    if (!call.has(argument)) {
      return;
    }
    if (call.value(argument) instanceof Query query) {
      out.set(queryKey, Lazy.materialise(query, call.scope()));
    } else {
      out.set(valueKey, call.value(argument));
    }
  }

  private static final class Count {
    private long value;
  }

  private VqlFunction destructor() {
    return VqlFunction.of(
        named("destructor").optional("name", ArgumentType.STRING, "name").build(),
        call -> {
          String name = call.text("name");
          long n = ++call.scope().aggregates().state(this, Count::new).value;
          markers.add("Func Open " + name + " " + Long.toHexString(n));
          call.scope().onClose(() -> markers.add("Func Close " + name + " " + Long.toHexString(n)));
          return n;
        });
  }

  private VqlPlugin destructorPlugin() {
    return VqlPlugin.of(
        named("destructor")
            .optional("name", ArgumentType.STRING, "name")
            .optional("rows", ArgumentType.INT, "rows")
            .build(),
        call -> {
          String name = call.text("name");
          long n = ++pluginDestructors;
          markers.add("Plugin Open " + name + " " + Long.toHexString(n));
          call.scope()
              .onClose(() -> markers.add("Plugin Close " + name + " " + Long.toHexString(n)));
          List<Row> rows = new ArrayList<>();
          for (long i = 0; i < call.integer("rows", 1); i++) {
            rows.add(row("Count", i));
          }
          return RowStream.of(rows);
        });
  }
}
