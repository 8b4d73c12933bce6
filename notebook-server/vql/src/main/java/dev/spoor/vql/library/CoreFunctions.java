package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.DICT;
import static dev.spoor.vql.catalog.ArgumentType.FLOAT;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAZY;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.ScopeRow;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.plan.Members;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The functions of the bare language.
final class CoreFunctions {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,9}");

  private CoreFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            Signature.named("dict", "Makes a dict of its arguments, in order.")
                .openArguments()
                .needs(Permissions.none())
                .pure()
                .build(),
            CoreFunctions::dict),
        VqlFunction.of(
            Signature.named("scope", "The names that can be seen here, as members.")
                .needs(Permissions.none())
                .build(),
            call -> new ScopeRow(call.scope())),
        VqlFunction.of(
            Signature.named("if", "The value of `then` or `else`; the other is not evaluated.")
                .required("condition", ANY, "what decides")
                .optional("then", LAZY, "the value if it is true")
                .optional("else", LAZY, "the value if it is false")
                .needs(Permissions.none())
                .pure()
                .build(),
            call -> call.value(call.bool("condition", false) ? "then" : "else")),
        VqlFunction.of(
            Signature.named("get", "A member of a value by its path.")
                .optional("item", ANY, "the value; the scope if not given")
                .optional("member", STRING, "names and indexes with dots: `a.0.b`")
                .optional("field", ANY, "one name or index")
                .optional("default", LAZY, "the value if there is none")
                .needs(Permissions.none())
                .build(),
            CoreFunctions::get),
        VqlFunction.of(
            Signature.named("len", "The number of items of an array or dict, bytes of a string.")
                .optional("list", ANY, "what is counted")
                .needs(Permissions.none())
                .pure()
                .build(),
            CoreFunctions::len),
        VqlFunction.of(
            Signature.named("format", "Text from a template with `%v`, `%s`, `%d`, `%x`, …")
                .required("format", STRING, "the template")
                .optional("args", ANY, "the values: an array, or one")
                .needs(Permissions.none())
                .pure()
                .build(),
            call -> VqlString.of(PrintfFormat.format(call.text("format"), arguments(call)))),
        VqlFunction.of(
            Signature.named("version", "The version of a function or plugin; NULL if unknown.")
                .optional("function", STRING, "the name of a function")
                .optional("plugin", STRING, "the name of a plugin")
                .needs(Permissions.none())
                .pure()
                .build(),
            CoreFunctions::version),
        VqlFunction.of(
            Signature.named("split", "Cuts a string into an array.")
                .required("string", STRING, "the text")
                .optional("sep", STRING, "a regular expression between the parts")
                .optional("sep_string", STRING, "a fixed text between the parts")
                .needs(Permissions.none())
                .pure()
                .build(),
            TextFunctions::split),
        VqlFunction.of(
            Signature.named("encode", "A string in another form: hex, string, utf16, base64.")
                .required("string", STRING, "the text")
                .required("type", STRING, "the form")
                .needs(Permissions.none())
                .pure()
                .build(),
            TextFunctions::encode),
        VqlFunction.of(
            Signature.named("lazy_dict", "A dict whose values stay queries.")
                .openArguments()
                .needs(Permissions.none())
                .pure()
                .build(),
            call -> {
              Dict dict = new Dict(4);
              call.names().forEach(name -> dict.set(name, call.value(name)));
              return dict;
            }),
        VqlFunction.of(
            Signature.named("array", "Makes an array of its arguments, or of rows of a query.")
                .optional("_", ANY, "the first items")
                .openArguments()
                .needs(Permissions.none())
                .pure()
                .build(),
            DataFunctions::array),
        VqlFunction.of(
            Signature.named("eval", "Evaluates a lambda.")
                .required("func", STRING, "the lambda")
                .optional("args", STRINGS, "its arguments")
                .needs(Permissions.none())
                .build(),
            DataFunctions::eval),
        VqlFunction.of(
            Signature.named("generate", "One run of a query for several readers.")
                .required("query", QUERY, "the rows")
                .optional("name", STRING, "tells it from others")
                .optional("delay", FLOAT, "seconds from the first reader to the first row, 0")
                .optional("fan_out", INT, "begins at once when there are so many readers")
                .needs(Permissions.none())
                .build(),
            Broadcast::of),
        VqlFunction.of(
            Signature.named("atexit", "Runs a query when the session ends; TRUE.")
                .required("query", QUERY, "what is run, its rows are dropped")
                .optional("env", DICT, "variables that it sees besides those here")
                .needs(Permissions.none())
                .build(),
            CoreFunctions::atExit));
  }

  private static Object atExit(FunctionCall call) {
    Query query = call.query("query");
    Row env = call.dict("env");
    Scope scope = env == null ? call.scope() : call.scope().with(env);
    if (query != null) {
      call.run().atExit(() -> Lazy.materialise(query, scope));
    }
    return true;
  }

  private static List<@Nullable Object> arguments(FunctionCall call) {
    List<@Nullable Object> given = call.list("args");
    if (given.isEmpty() && call.has("args") && call.value("args") == null) {
      given.add(null);
    }
    return given;
  }

  private static Object dict(FunctionCall call) {
    Dict dict = new Dict(4);
    for (String name : call.names()) {
      dict.set(name, Lazy.finish(call.value(name), call.scope()));
    }
    return dict;
  }

  private static @Nullable Object get(FunctionCall call) {
    Object at = call.has("item") ? call.value("item") : new ScopeRow(call.scope());
    if (call.has("field")) {
      Object field = call.value("field");
      boolean byText = field instanceof VqlString || at instanceof LruRow || at instanceof MemoRow;
      at =
          byText
              ? Members.byName(at, Values.toText(field), call.scope())
              : Members.byIndex(at, field, call.scope());
    } else {
      for (String name : DOT.split(call.text("member"), -1)) {
        boolean index = INDEX.matcher(name).matches() && !(at instanceof Row);
        at =
            index
                ? Members.byIndex(at, Long.valueOf(name), call.scope())
                : Members.byName(at, name, call.scope());
      }
    }
    return at == null && call.has("default") ? call.value("default") : at;
  }

  private static Object len(FunctionCall call) {
    Object value = call.value("list");
    return switch (value) {
      case VqlString text -> (long) text.length();
      case List<?> list -> (long) list.size();
      case Row row -> (long) row.size();
      case Query query -> (long) Lazy.materialise(query, call.scope()).size();
      case null, default -> 0L;
    };
  }

  private static @Nullable Object version(FunctionCall call) {
    VqlFunction function = call.run().catalog().function(call.text("function"));
    VqlPlugin plugin = call.run().catalog().plugin(call.text("plugin"));
    if (function != null) {
      return (long) function.signature().version();
    }
    return plugin == null ? null : Values.of(plugin.signature().version());
  }
}
