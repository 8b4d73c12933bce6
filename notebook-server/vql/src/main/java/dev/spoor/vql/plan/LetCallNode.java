package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Values;
import org.jspecify.annotations.Nullable;

/// A call of something that is not a registered function: a LET with parentheses.
final class LetCallNode extends Node {
  private final String text;
  private final Node callee;
  private final @Nullable String simpleName;
  private final CallArguments arguments;

  /// @param simpleName the name if it has one component
  /// @param callee how a dotted name is had
  LetCallNode(String text, @Nullable String simpleName, Node callee, CallArguments arguments) {
    this.text = text;
    this.simpleName = simpleName;
    this.callee = callee;
    this.arguments = arguments;
  }

  @Override
  @Nullable Object eval(Scope scope) {
    Object target = simpleName == null ? callee.eval(scope) : scope.find(simpleName);
    if (Values.same(target, Scope.UNKNOWN)) {
      scope
          .run()
          .logOnce(LogLevel.ERROR, "Symbol " + text + " not found: there is no such function");
      return null;
    }
    if (target instanceof StoredExpression stored) {
      return stored.call(scope, arguments.evaluate(scope));
    }
    if (target instanceof StoredQuery stored && arguments.size() > 0) {
      return stored.bind(scope, arguments.evaluate(scope), false);
    }
    scope
        .run()
        .logOnce(LogLevel.ERROR, "Symbol " + text + " is not a function but it is being called");
    return null;
  }

  @Override
  int height() {
    return arguments.height() + 3;
  }
}
