/// Users, roles, sessions, tokens, secrets; the one place where permissions are checked.
@NullMarked
package dev.spoor.server.access;

import org.jspecify.annotations.NullMarked;
