package dev.spoor.vql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a function or plugin is called, what it does in one sentence, and what it needs. Help,
/// completion, documentation and permission checks all come from here.
///
/// @param openArguments takes arguments of any name besides the parameters
/// @param selfChecked looks at its arguments itself: the evaluator does not refuse a call
/// @param pure gives the same value for the same arguments and touches nothing
/// @param sideEffects changes something outside the query
/// @param aggregate keeps state per call site and aggregate context
/// @param version what `version()` answers
public record Signature(
    String name,
    String help,
    List<Parameter> parameters,
    Permissions permissions,
    boolean openArguments,
    boolean selfChecked,
    boolean pure,
    boolean sideEffects,
    boolean aggregate,
    int version) {

  public Signature {
    if (name.isBlank() || help.isBlank()) {
      throw new IllegalArgumentException("a signature has a name and a sentence of help");
    }
    parameters = List.copyOf(parameters);
  }

  public static Builder named(String name, String help) {
    return new Builder(name, help);
  }

  public Optional<Parameter> parameter(String parameterName) {
    return parameters.stream().filter(p -> p.name().equals(parameterName)).findFirst();
  }

  /// `name(a: string, b: int = optional)` for hover and help.
  public String synopsis() {
    StringBuilder out = new StringBuilder(name).append('(');
    String separator = "";
    for (Parameter p : parameters) {
      out.append(separator).append(p.name()).append(": ").append(p.type().label());
      out.append(p.required() ? "" : "?");
      separator = ", ";
    }
    return out.append(openArguments ? separator + "…" : "").append(')').toString();
  }

  /// Collects a signature; {@link #build} refuses one that does not say which permissions it needs.
  public static final class Builder {
    private final String name;
    private final String help;
    private final List<Parameter> parameters = new ArrayList<>();
    private @Nullable Permissions permissions;
    private boolean openArguments;
    private boolean selfChecked;
    private boolean pure;
    private boolean sideEffects;
    private boolean aggregate;
    private int version = 1;

    private Builder(String name, String help) {
      this.name = name;
      this.help = help;
    }

    public Builder required(String parameter, ArgumentType type, String parameterHelp) {
      parameters.add(new Parameter(parameter, type, true, parameterHelp));
      return this;
    }

    public Builder optional(String parameter, ArgumentType type, String parameterHelp) {
      parameters.add(new Parameter(parameter, type, false, parameterHelp));
      return this;
    }

    public Builder needs(Permissions needed) {
      permissions = needed;
      return this;
    }

    public Builder openArguments() {
      openArguments = true;
      return this;
    }

    public Builder selfChecked() {
      selfChecked = true;
      return this;
    }

    public Builder pure() {
      pure = true;
      return this;
    }

    public Builder sideEffects() {
      sideEffects = true;
      return this;
    }

    public Builder aggregate() {
      aggregate = true;
      return this;
    }

    public Builder version(int number) {
      version = number;
      return this;
    }

    public Signature build() {
      if (permissions == null) {
        throw new IllegalStateException(
            name + " declares no permissions: say Permissions.none() if it needs none");
      }
      return new Signature(
          name,
          help,
          parameters,
          permissions,
          openArguments,
          selfChecked,
          pure,
          sideEffects,
          aggregate,
          version);
    }
  }
}
