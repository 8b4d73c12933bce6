package dev.spoor.server.access;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A named set of permissions. Each of the five holds what the one before it holds, and more.
public record Role(String name, Set<Permission> permissions) {
  public static final Role READER = new Role("reader", EnumSet.of(Permission.READ_RESULTS));
  public static final Role ANALYST =
      READER.and(
          "analyst",
          Permission.NOTEBOOK_EDIT,
          Permission.LABEL_CLIENT,
          Permission.QUERY,
          Permission.ALERT_EDIT);
  public static final Role INVESTIGATOR =
      ANALYST.and(
          "investigator",
          Permission.COLLECT_CLIENT,
          Permission.CLIENT_MONITORING,
          Permission.SERVER_MONITORING,
          Permission.DELIVER);
  public static final Role DETECTION_ENGINEER =
      INVESTIGATOR.and("detection engineer", Permission.ARTIFACT_WRITE, Permission.SECRET_WRITE);
  public static final Role ADMINISTRATOR =
      new Role("administrator", EnumSet.allOf(Permission.class));

  public static final List<Role> ALL =
      List.of(READER, ANALYST, INVESTIGATOR, DETECTION_ENGINEER, ADMINISTRATOR);

  public Role {
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
  }

  private Role and(String wider, Permission... more) {
    Set<Permission> all = EnumSet.copyOf(permissions);
    all.addAll(Arrays.asList(more));
    return new Role(wider, all);
  }

  public static Role named(String name) {
    for (Role role : ALL) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    throw new SpoorException(
        ErrorCode.INVALID_REQUEST,
        "role \""
            + name
            + "\" is none of "
            + ALL.stream().map(Role::name).collect(Collectors.joining(", ")));
  }

  /// The names of the permissions in order, for the API.
  public static List<String> names(Set<Permission> permissions) {
    return List.copyOf(
        permissions.stream().map(Permission::name).collect(Collectors.toCollection(TreeSet::new)));
  }
}
